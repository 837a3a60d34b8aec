"""One file a command: the first line of its docstring is its help in the list; ``command`` is what runs."""
