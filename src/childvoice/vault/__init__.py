"""The vault: originals and the identity key, encrypted, for who holds the key and nobody else."""

from childvoice.vault.keys import Key, new_key_file
from childvoice.vault.vault import IDENTITY, Vault, exists, is_locked, lock, unlock

__all__ = ["IDENTITY", "Key", "Vault", "exists", "is_locked", "lock", "new_key_file", "unlock"]
