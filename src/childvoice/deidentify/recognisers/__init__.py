"""One file an identifier kind: ``find(text)`` yields finds of the kinds in its ``LABELS``.

Examples, positive and negative, stand as marked-up sentences in ``tests/examples/recognisers/<module>.txt``;
the contract test fails for a recogniser without examples and for examples without a recogniser.
"""
