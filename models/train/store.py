"""Tensors by text, kept in a file from one run to the next where a folder for it is given."""

import torch


class Store(dict):
    """A dictionary that begins with what the file holds; what is new is written back by the first worker."""

    def __init__(self, folder, name, rank=0):
        super().__init__()
        self.path = folder / f"{name}.pt" if folder else None
        self.rank = rank
        if self.path and self.path.exists():
            self.update(torch.load(self.path, weights_only=True))
        self.known = len(self)

    def __enter__(self):
        return self

    def __exit__(self, failed, *_):
        if self.path and not failed and self.rank == 0 and len(self) > self.known:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            partial = self.path.with_suffix(".partial")
            torch.save(dict(self), partial)
            partial.rename(self.path)
