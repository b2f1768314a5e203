"""PyTorch's side of the benchmark: one process trains one network with one method.

    python3 -u peer.py NETWORK METHOD THREADS [DEVICE]

It speaks the protocol of Worker.java: a line "ready" (or "unsupported" and the reason),
then one line of answer to each line "steps N", "memory" or "ops" until its input ends.

METHOD is "plain" or one of two ways to train with loss + coefficient * v'Hv, where v is
a new Rademacher probe over all parameters in each step. Both are exact: the step
descends along the gradient of the penalty itself.

- triple-backward: backward for the gradient g, backward of g'v for Hv, backward of loss
  and v'Hv.
- jvp: v'Hv as a directional derivative of a directional derivative, by functorch.jvp in
  functorch.jvp (torch.autograd.forward_ad does not nest), then one backward. Forward
  mode over backward is no alternative: in PyTorch 1.13, the backward of cross entropy,
  softmax and the fused normalisations have no forward mode.

DEVICE is "cpu" (the default) or "cuda"; on the latter, a step ends when the GPU is done
with it, and memory is not measured.

METHOD "check" is no training. It prints "ok" if the penalty's gradient is right in
double precision, with the relative error of triple-backward against finite differences
of v'Hv, and that of jvp against triple-backward.

It runs on PyTorch 1.13, where functorch is a package of its own, and on PyTorch 2.
"""

import os
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import NamedTuple

# Both are read once, when torch is loaded. OpenBLAS has threads of its own, which
# torch.set_num_threads does not reach. Those of OpenMP would spin after each op and
# keep the cores from them: on two cores, steps of the MLP took twice as long.
os.environ["OPENBLAS_NUM_THREADS"] = sys.argv[3]
os.environ["OMP_WAIT_POLICY"] = "passive"

import torch  # noqa: E402
import torch.nn.functional as F  # noqa: E402
from torch import Tensor, nn  # noqa: E402

try:
    from torch.func import functional_call, jvp  # noqa: E402
except ImportError:  # before PyTorch 2
    from functorch import jvp  # noqa: E402
    from torch.nn.utils.stateless import functional_call  # noqa: E402

CLASSES = 10
SEED = 1
LEARNING_RATE = 1e-4
COEFFICIENT = 1e-6


def standardised(x: Tensor, dims: tuple[int, ...], floor: float) -> Tensor:
    """With mean 0 and variance 1 over some dimensions."""
    variance, mean = torch.var_mean(x, dims, unbiased=False, keepdim=True)
    return (x - mean) * torch.rsqrt(variance + floor)


class PrimitiveBatchNorm(nn.BatchNorm2d):
    def forward(self, x: Tensor) -> Tensor:
        normal = standardised(x, (0, 2, 3), self.eps)
        return normal * self.weight[:, None, None] + self.bias[:, None, None]


class PrimitiveLayerNorm(nn.LayerNorm):
    def forward(self, x: Tensor) -> Tensor:
        return standardised(x, (-1,), self.eps) * self.weight + self.bias


class Norms(NamedTuple):
    """How a network normalises: layers by their width."""

    batch: Callable[[int], nn.Module]
    layer: Callable[[int], nn.Module]


# Java's batch normalisation has no running statistics either.
FUSED = Norms(partial(nn.BatchNorm2d, track_running_stats=False), nn.LayerNorm)

# Penalised training needs these. The third derivatives of the fused layers are silently
# wrong: their double backward takes the saved mean and variance for constants (issues
# 186256 and 175754 of github.com/pytorch/pytorch), and so does nested forward mode
# (issues 196699 and 196700).
PRIMITIVE = Norms(
    partial(PrimitiveBatchNorm, track_running_stats=False), PrimitiveLayerNorm
)


def mlp(_: Norms) -> nn.Module:
    return nn.Sequential(
        nn.Linear(784, 512),
        nn.ReLU(),
        nn.Linear(512, 512),
        nn.ReLU(),
        nn.Linear(512, CLASSES),
    )


def cnn(_: Norms) -> nn.Module:
    return nn.Sequential(
        nn.Conv2d(3, 32, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(64 * 8 * 8, CLASSES),
    )


class ResNet18(nn.Module):
    """ResNet-18 for images of 32 by 32, without pooling after its first convolution."""

    def __init__(self, norms: Norms) -> None:
        super().__init__()
        widths = [64, 64, 128, 256, 512]
        blocks = [normalised(norms, 3, 1, 3, widths[0]), nn.ReLU()]
        for before, width in zip(widths, widths[1:]):
            blocks.append(Block(norms, 1 if width == before else 2, before, width))
            blocks.append(Block(norms, 1, width, width))
        self.features = nn.Sequential(*blocks)
        self.classifier = nn.Linear(widths[-1], CLASSES)

    def forward(self, images: Tensor) -> Tensor:
        return self.classifier(self.features(images).mean((2, 3)))


class Block(nn.Module):
    """Two convolutions and a way round them."""

    def __init__(self, norms: Norms, stride: int, before: int, width: int) -> None:
        super().__init__()
        self.residual = nn.Sequential(
            normalised(norms, 3, stride, before, width),
            nn.ReLU(),
            normalised(norms, 3, 1, width, width),
        )
        same = stride == 1 and before == width
        self.shortcut = (
            nn.Identity() if same else normalised(norms, 1, stride, before, width)
        )

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(self.residual(x) + self.shortcut(x))


def normalised(
    norms: Norms, kernel: int, stride: int, before: int, width: int
) -> nn.Module:
    convolution = nn.Conv2d(
        before, width, kernel, stride, padding=kernel // 2, bias=False
    )
    return nn.Sequential(convolution, norms.batch(width))


class Recurrence(nn.Module):
    """An LSTM unrolled from primitives, as in Java."""

    def __init__(self, features: int, units: int) -> None:
        super().__init__()
        self.input = nn.Linear(features, 4 * units)
        self.recurrent = nn.Linear(units, 4 * units, bias=False)
        self.classifier = nn.Linear(units, CLASSES)

    def forward(self, sequences: Tensor) -> Tensor:
        cell = output = None
        for x in sequences.unbind(1):
            gates = self.input(x)
            if output is not None:
                gates = gates + self.recurrent(output)
            enter, fresh, keep, leave = gates.chunk(4, 1)
            added = torch.sigmoid(enter) * torch.tanh(fresh)
            cell = added if cell is None else added + cell * torch.sigmoid(keep)
            output = torch.tanh(cell) * torch.sigmoid(leave)
        return self.classifier(output)


class EncoderBlock(nn.Module):
    """A Transformer encoder block that normalises first; a classifier on the mean."""

    def __init__(self, norms: Norms, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.attention_norm = norms.layer(width)
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.mixed = nn.Linear(width, width)
        self.dense_norm = norms.layer(width)
        self.widen = nn.Linear(width, 4 * width)
        self.narrow = nn.Linear(4 * width, width)
        self.last_norm = norms.layer(width)
        self.classifier = nn.Linear(width, CLASSES)

    def forward(self, sequences: Tensor) -> Tensor:
        x = sequences + self.attention(self.attention_norm(sequences))
        x = x + self.narrow(F.gelu(self.widen(self.dense_norm(x))))
        return self.classifier(self.last_norm(x).mean(1))

    def attention(self, x: Tensor) -> Tensor:
        query, key, value = (
            layer(x).unflatten(-1, (self.heads, -1)).transpose(1, 2)
            for layer in (self.query, self.key, self.value)
        )
        scores = query @ key.mT * query.shape[-1] ** -0.5
        mixed = torch.softmax(scores, -1) @ value
        return self.mixed(mixed.transpose(1, 2).flatten(2))


class Network(NamedTuple):
    """A classifier, with the shape of the batches it is trained on."""

    build: Callable[[Norms], nn.Module]
    batch: int
    features: tuple[int, ...]


NETWORKS = {
    "mlp": Network(mlp, 128, (784,)),
    "cnn": Network(cnn, 128, (3, 32, 32)),
    "resnet18": Network(ResNet18, 32, (3, 32, 32)),
    "lstm": Network(lambda _: Recurrence(32, 128), 32, (32, 32)),
    "lstm-layer": Network(lambda _: Recurrence(32, 128), 32, (32, 32)),
    "lstm-layer-256": Network(lambda _: Recurrence(32, 128), 32, (256, 32)),
    "transformer": Network(lambda norms: EncoderBlock(norms, 128, 4), 16, (64, 128)),
}

Tensors = tuple[Tensor, ...]


class Problem:
    """The loss of a network on one batch, as a function of the parameters."""

    def __init__(
        self, network: Network, norms: Norms, batch: int, device: str = "cpu"
    ) -> None:
        torch.manual_seed(SEED)
        self.module = network.build(norms).to(device)
        names, parameters = zip(*self.module.named_parameters())
        self.names: tuple[str, ...] = names
        self.parameters: Tensors = parameters
        self.x = torch.randn(batch, *network.features).to(device)
        self.labels = torch.randint(CLASSES, (batch,)).to(device)

    def loss(self, *parameters: Tensor) -> Tensor:
        named = dict(zip(self.names, parameters))
        return F.cross_entropy(
            functional_call(self.module, named, (self.x,)), self.labels
        )

    def probe(self) -> Tensors:
        return tuple(torch.randint_like(p, 2).mul_(2).sub_(1) for p in self.parameters)


def dot(a: Iterable[Tensor], b: Iterable[Tensor]) -> Tensor:
    return sum((x * y).sum() for x, y in zip(a, b))


def triple_backward(problem: Problem, probe: Tensors) -> tuple[Tensor, Tensor]:
    """The loss and v'Hv, to be differentiated once more."""
    loss = problem.loss(*problem.parameters)
    gradient = torch.autograd.grad(loss, problem.parameters, create_graph=True)
    product = torch.autograd.grad(
        dot(gradient, probe), problem.parameters, create_graph=True
    )
    return loss, dot(product, probe)


def nested_jvp(problem: Problem, probe: Tensors) -> tuple[Tensor, Tensor]:
    """The loss and v'Hv, to be differentiated once more."""

    def slope(*parameters: Tensor) -> tuple[Tensor, Tensor]:
        loss, along = jvp(problem.loss, parameters, probe)
        return along, loss

    _, curvature, loss = jvp(slope, problem.parameters, probe, has_aux=True)
    return loss, curvature


PENALISED = {"triple-backward": triple_backward, "jvp": nested_jvp}


def backward(problem: Problem, method: str) -> None:
    """Leaves the gradient of what the method minimises in the parameters."""
    if method == "plain":
        problem.loss(*problem.parameters).backward()
    else:
        loss, curvature = PENALISED[method](problem, problem.probe())
        (loss + COEFFICIENT * curvature).backward()


def steps(
    problem: Problem, method: str, optimizer: torch.optim.Optimizer, count: int
) -> list[float]:
    """The milliseconds of each of some steps. As in Java, one more goes before them."""
    millis = []
    for _ in range(count + 1):
        start = time_when_done(problem)
        optimizer.zero_grad(set_to_none=True)
        backward(problem, method)
        optimizer.step()
        millis.append((time_when_done(problem) - start) * 1e3)
    return millis[1:]


def time_when_done(problem: Problem) -> float:
    """The time, once everything that was asked for before is computed."""
    if problem.x.is_cuda:
        torch.cuda.synchronize()
    return time.perf_counter()


def peak_memory(device: str) -> int:
    """The most bytes that this process has occupied; -1 with a GPU, whose memory is another."""
    if device == "cuda":
        return -1
    with open("/proc/self/status") as status:
        peak = next(line for line in status if line.startswith("VmHWM:"))
    return int(peak.split()[1]) * 1024


def serve(network: Network, method: str, device: str) -> None:
    if device == "cuda" and not torch.cuda.is_available():
        print("unsupported", "PyTorch finds no GPU")
        return
    norms = FUSED if method == "plain" else PRIMITIVE
    try:
        backward(Problem(network, norms, 2, device), method)
    except RuntimeError as failure:
        print("unsupported", str(failure).splitlines()[0])
        return
    problem = Problem(network, norms, network.batch, device)
    optimizer = torch.optim.SGD(problem.parameters, LEARNING_RATE)
    print("ready")
    for line in sys.stdin:
        match line.split():
            case ["steps", count]:
                millis = steps(problem, method, optimizer, int(count))
                print(" ".join(f"{m:.4f}" for m in millis))
            case ["memory"]:
                print(peak_memory(device))
            case ["ops"]:
                print(-1)
            case _:
                raise ValueError(f"Unknown command {line}")


def check(network: Network) -> None:
    torch.set_default_dtype(torch.float64)
    problem = Problem(network, PRIMITIVE, batch=2)
    probe = problem.probe()

    def penalty_gradient(method: str) -> Tensors:
        _, curvature = PENALISED[method](problem, probe)
        return torch.autograd.grad(curvature, problem.parameters)

    def curvature_at(distance: float) -> Tensor:
        """Of the fused network, which is right up to this order, some way off."""
        there = Problem(network, FUSED, batch=2)
        with torch.no_grad():
            for p, d in zip(there.parameters, direction):
                p.add_(d, alpha=distance)
        return triple_backward(there, probe)[1]

    gradient = penalty_gradient("triple-backward")
    direction = tuple(torch.randn_like(p) for p in problem.parameters)
    # So short that hardly any ReLU changes sides on the way.
    way = 1e-8
    difference = (curvature_at(way) - curvature_at(-way)) / (2 * way)
    error = float(abs(dot(gradient, direction) / difference - 1).detach())

    forward = penalty_gradient("jvp")
    apart = tuple(a - b for a, b in zip(forward, gradient))
    mode_error = float((dot(apart, apart) / dot(gradient, gradient)).sqrt())
    verdict = "ok" if error < 1e-4 and mode_error < 1e-9 else "wrong"
    print(f"{verdict} {error:.1e} jvp {mode_error:.1e}")


def main(network: str, method: str, threads: str, device: str = "cpu") -> None:
    torch.set_num_threads(int(threads))
    if method == "check":
        check(NETWORKS[network])
    else:
        serve(NETWORKS[network], method, device)


if __name__ == "__main__":
    main(*sys.argv[1:])
