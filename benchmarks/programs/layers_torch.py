"""One figure of one case in torch, as a process of its own: milliseconds of a training step or a call.

python -m programs.layers_torch CASE
"""

import argparse
from collections.abc import Callable
from typing import Any

import torch
from torch import nn

from measuring import tell
from programs.layers import CASES, again, stretched
from programs.networks import CLASSES, NETWORKS


class Recurrent(nn.Module):
    """The last output of a recurrent layer, and a dense one upon it."""

    def __init__(self, layer: nn.Module) -> None:
        super().__init__()
        self.layer, self.head = layer, nn.Linear(128, CLASSES)

    def forward(self, x: Any) -> Any:
        return self.head(self.layer(x)[0][:, -1])


class Transformer(nn.Module):
    """One encoder block, its mean, and a dense layer upon it."""

    def __init__(self) -> None:
        super().__init__()
        self.block = nn.TransformerEncoderLayer(128, 4, 512, dropout=0.0, batch_first=True)
        self.head = nn.Linear(128, CLASSES)

    def forward(self, x: Any) -> Any:
        return self.head(self.block(x).mean(1))


def _small_cnn() -> nn.Module:
    return nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(32, 64, 3), nn.ReLU(),
        nn.MaxPool2d(2), nn.Flatten(), nn.Linear(1600, CLASSES),
    )  # fmt: skip


def _pooled(*layers: nn.Module) -> nn.Module:
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, CLASSES))


def _cnn_64() -> nn.Module:
    sizes = ((3, 64), (64, 64), (64, 64))
    convolutions = [nn.Conv2d(i, o, 3, padding=1) for i, o in sizes]
    return _pooled(*(part for c in convolutions for part in (c, nn.ReLU())))


def _separable_cnn() -> nn.Module:
    return _pooled(
        nn.Conv2d(3, 32, 3, padding=1), nn.ReLU(),
        nn.Conv2d(32, 32, 3, padding=1, groups=32), nn.ReLU(),
        nn.Conv2d(32, 64, 1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(64, 64, 3, padding=1, groups=64, bias=False), nn.Conv2d(64, 64, 1), nn.ReLU(),
    )  # fmt: skip


def _mlp() -> nn.Module:
    return nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, CLASSES))


MODELS: dict[str, Callable[[], nn.Module]] = {
    "small CNN": _small_cnn,
    "CNN with 64 channels": _cnn_64,
    "depthwise-separable CNN": _separable_cnn,
    "LSTM": lambda: Recurrent(nn.LSTM(32, 128, batch_first=True)),
    "GRU": lambda: Recurrent(nn.GRU(32, 128, batch_first=True)),
    "transformer block": Transformer,
    "MLP": _mlp,
}


def milliseconds(case: str) -> float:
    """Of a step down the gradient, or of a prediction."""
    _, name, more = CASES[case]
    network, model = NETWORKS[name], MODELS[name]()
    x, y = (torch.from_numpy(column) for column in network.data())
    if x.ndim == 4:
        x = x.permute(0, 3, 1, 2).contiguous()
    if "rows" in more:
        return stretched(again(torch.no_grad()(lambda: model(x[: more["rows"]]))))
    rule = torch.optim.Adam(model.parameters(), 1e-3)
    steps = len(x) // network.batch
    y = y.long()

    def epoch() -> None:
        for i in range(steps):
            rows = slice(i * network.batch, (i + 1) * network.batch)
            loss = nn.functional.cross_entropy(model(x[rows]), y[rows])
            rule.zero_grad(set_to_none=True)
            loss.backward()
            rule.step()

    return stretched(again(epoch)) / steps


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("case", choices=CASES)
    torch.manual_seed(7)
    tell(milliseconds=milliseconds(parser.parse_args().case))
