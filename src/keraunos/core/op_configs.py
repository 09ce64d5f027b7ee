"""Operations of a graph as configs: how Keras names them, and which arguments belong to the call.

A config of Keras splits an operation's arguments in two: those that its class takes (an axis, a shape) stand
in `config`, those of the call (mostly tensors) in the node. The names alone tell which is which.
"""

import importlib
import inspect
import itertools
from typing import Any

from keraunos.core.errors import UnknownNameError, unknown
from keraunos.core.registry import registered
from keraunos.core.symbolic import FunctionOperation, Node, get_item

_CALL = """
    a abs_ angle args array beta bias branches choicelist condition condlist constant_values
    coordinates data default depthwise_kernel elements elems end_points f false_fn fun gamma
    image1 image2 images index indices init init_val inputs kernel key loop_vars mask mean
    operands output output_length output_shape pattern pointwise_kernel pred predictions primals
    q query scale segment_ids sequence_lengths sorted_sequence start start_indices start_points
    step stop tangents target target_length targets tensor transform translation true_fn updates
    value values variable variance x x1 x2 xs y
"""
CALL = frozenset(_CALL.split())
"""Parameters that belong to the call, for every operation."""

ALSO_CALL = {
    "full": ("fill_value",), "full_like": ("fill_value",), "solve": ("b",), "solve_triangular": ("b",),
    "lstsq": ("b",), "average": ("weights",), "digitize": ("bins",), "isclose": ("rtol", "atol"),
}  # fmt: skip
"""Operation -> more of them."""

NOT_CALL = {"trapezoid": ("x",)}
"""Operation -> those of CALL that its class takes."""

SPELLED = {
    "batch_normalization": "BatchNorm", "layer_normalization": "LayerNorm", "rms_normalization": "RMSNorm",
    "fft": "FFT", "fft2": "FFT2", "ifft2": "IFFT2", "rfft": "RFFT", "irfft": "IRFFT", "stft": "STFT",
    "istft": "ISTFT", "svd": "SVD", "jvp": "JVP", "ctc_decode": "CTCDecode", "ctc_loss": "CTCLoss",
    "psnr": "PSNR", "ssim": "SSIM", "cdist": "CDist", "isin": "IsIn", "searchsorted": "SearchSorted",
    "rgb_to_grayscale": "RGBToGrayscale", "rgb_to_hsv": "RGBToHSV", "hsv_to_rgb": "HSVToRGB",
    "norm": "Norm", "allclose": "AllClose", "vectorized_map": "VectorizedMap",
}  # fmt: skip
"""Operations whose class is not spelled as their name in capitals."""

MODULE = "keras.src.ops"
"""Where configs say that operations are."""

_MODULES = {
    "core": "AssociativeScan Cast Cond ConvertToTensor ForiLoop Map SaturateCast Scan Scatter ScatterUpdate "
    "Slice SliceUpdate StopGradient Switch Unstack VectorizedMap WhileLoop",
    "image": "AffineTransform CropImages ElasticTransform ExtractPatches GaussianBlur HSVToRGB "
    "MapCoordinates PadImages PerspectiveTransform RGBToGrayscale RGBToHSV Resize SSIM ScaleAndTranslate "
    "SobelEdges",
    "linalg": "Cholesky CholeskyInverse Det Eig Eigh Inv JVP Lstsq LuFactor MatrixRank Norm Pinv Qr SVD "
    "Solve SolveTriangular",
    "math": "CDist Erf Erfc Erfinv ExtractSequences FFT FFT2 IFFT2 IRFFT ISTFT InTopK Logdet Logsumexp RFFT "
    "Rsqrt STFT SegmentMax SegmentMin SegmentProd SegmentReduction SegmentSum TopK ViewAsComplex "
    "ViewAsReal",
    "nn": "AdaptiveAveragePool AdaptiveMaxPool AveragePool BatchNorm BinaryCrossentropy CTCDecode CTCLoss "
    "CategoricalCrossentropy Celu Conv ConvTranspose DepthToSpace DepthwiseConv DotProductAttention Elu Fold "
    "Gelu Glu HardShrink HardSigmoid HardSilu HardTanh LayerNorm LeakyRelu LogSigmoid LogSoftmax MaxPool "
    "Moments MultiHot Normalize OneHot PSNR Polar RMSNorm Relu Relu6 Selu SeparableConv Sigmoid Silu "
    "SoftShrink Softmax Softplus Softsign SpaceToDepth SparseCategoricalCrossentropy SparsePlus "
    "SparseSigmoid Sparsemax Squareplus TanhShrink Threshold Unfold",
}  # fmt: skip
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names.split()}


def described(
    operation: FunctionOperation, node: Node
) -> tuple[dict[str, Any], Any, dict[str, Any]]:
    """The config of an operation and the arguments of its call, as Keras splits them."""
    name, args = operation.function.__name__, tuple(node.args)
    config: dict[str, Any] = {"name": operation.name}
    if name == "get_item":
        args, kwargs = (args[0], args[1]), {}
    else:
        args, kwargs, own = _split(name, args, {**operation.options, **node.kwargs})
        config.update(own)
    title = SPELLED.get(name) or _capitals(name)
    module = f"{MODULE}.{_MODULE_OF.get(title, 'numpy')}"
    address = {"module": module, "class_name": title, "registered_name": title}
    return {**address, "config": config}, args, kwargs


def made(config: dict[str, Any]) -> FunctionOperation:
    """The operation of a config.

    Raises: UnknownNameError if it names no public operation.
    """
    title, own = str(config["class_name"]), dict(config.get("config", {}))
    label = own.pop("name", None)
    if title == "GetItem":
        return FunctionOperation(get_item, label)
    function = _by_title().get(title)
    if function is None:
        raise UnknownNameError(unknown("deserialize", "operation", title, _by_title()))
    return FunctionOperation(function, label, own)


def named(title: str) -> bool:
    """Whether an operation has a class of that name."""
    return title == "GetItem" or title in _by_title()


def is_operation(config: dict[str, Any]) -> bool:
    """Whether a config is that of an operation and not of a layer."""
    return str(config.get("module", "")).startswith(MODULE)


def _functions() -> dict[str, Any]:
    importlib.import_module("keraunos.ops")
    return registered("keras.ops")


def _by_title() -> dict[str, Any]:
    return {SPELLED.get(name) or _capitals(name): f for name, f in _functions().items()}


def _split(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, Any, Any]:
    """(positional, keyword arguments of the call, those of the class)."""
    functions = _functions()
    if name not in functions:
        raise TypeError(
            f"get_config: the graph holds {name!r}, which is not a public operation, so no file can name it. "
            f"Use keraunos.ops, or wrap it in a Layer of yours."
        )
    parameters = inspect.signature(functions[name]).parameters.values()
    call = [p.name for p in parameters if _of_call(name, p.name)]
    if not any(p.kind is p.VAR_POSITIONAL for p in parameters):
        names = [p.name for p in parameters if p.kind is not p.VAR_KEYWORD]
        kwargs, args = {**dict(zip(names, args)), **kwargs}, ()
        first = list(itertools.takewhile(lambda n: n in kwargs, call))
        args = tuple(kwargs.pop(n) for n in first)
    own = {k: v for k, v in kwargs.items() if k not in call}
    return args, {k: v for k, v in kwargs.items() if k in call}, own


def _of_call(name: str, parameter: str) -> bool:
    if parameter in NOT_CALL.get(name, ()):
        return False
    return parameter in CALL or parameter in ALSO_CALL.get(name, ())


def _capitals(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))
