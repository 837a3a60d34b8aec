"""The vault of a review: originals and the identity key, encrypted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from childvoice.cli.main import DONE
from childvoice.errors import SettingsError
from childvoice.store import Workspace
from childvoice.vault import IDENTITY, Key, Vault, lock, new_key_file, unlock

_ACTS = ("new-key", "lock", "unlock", "change-key", "show", "identities")


def command(
    what: Annotated[str, typer.Argument(help=", ".join(_ACTS))],
    review: Annotated[Path, typer.Option(help="Folder of the review")] = Path("review"),
    key: Annotated[Path | None, typer.Option(help="Key file; without it a passphrase is asked for")] = None,
    new_key: Annotated[Path | None, typer.Option(help="For change-key: the other key file")] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="For lock: delete the originals, keep none")
    ] = False,
    name: Annotated[str, typer.Option(help="Who does it, for the audit log")] = "the review officer",
) -> int:
    """Lock the originals away (lock), put them back for a run (unlock), see who is who (identities).

    'new-key' writes a key file: keep it outside the review, and a copy somewhere safe. Without key or passphrase
    nobody can open the vault. 'identities' prints names: it is written into the audit log each time.

    Example: childvoice vault lock --review my-review --key my.key
    """
    if what not in _ACTS:
        raise SettingsError(f"'{what}' cannot be done with a vault", remedy=f"Use {', '.join(_ACTS)}")
    if what == "new-key":
        if key is None:
            raise SettingsError("no file was named", remedy="Name it with --key FILE")
        new_key_file(key)
        print(f"A new key stands in {key.name}. Keep a copy where nobody finds it together with the review.")
        return DONE
    with Workspace.open(review) as workspace:
        opens = _key(key, new=what == "lock" and not (review / "vault").exists())
        if what == "lock":
            count = lock(review, opens, strict=strict)
            print(f"{count} originals {'deleted; none are kept' if strict else 'locked away'}.")
        elif what == "unlock":
            print(f"{unlock(review, opens)} originals are back. Lock them away again after the run.")
        elif what == "change-key":
            Vault.open(review, opens).change_key(_key(new_key, new=True, prompt="New passphrase"))
            print("Only the new key opens the vault now.")
        else:
            vault = Vault.open(review, opens)
            if what == "show":
                print("\n".join(vault.names()) or "Nothing lies in the vault.")
            else:
                # First the line in the log, then the names.
                workspace.ledger.log(name, "identities shown")
                for pseudonym, names in sorted(json.loads(vault.get(IDENTITY)).items()):
                    print(f"{pseudonym}\t{'; '.join(names)}")
                return DONE
        workspace.ledger.log(name, f"vault: {what}{' --strict' if strict else ''}")
    return DONE


def _key(path: Path | None, *, new: bool, prompt: str = "Passphrase") -> Key:
    if path is not None:
        return Key.from_file(path)
    words = str(typer.prompt(prompt, hide_input=True, confirmation_prompt=new))
    return Key.from_passphrase(words, new=new)
