"""Writes the Keras 2 models of KerasImportTest with h5py alone (Debian: python3-h5py)."""

import json

import h5py
import numpy as np

rng = np.random.default_rng(3)


def dense(name, units, activation, inputs=None):
    config = {
        "name": name,
        "trainable": True,
        "dtype": "float32",
        "units": units,
        "activation": activation,
        "use_bias": True,
        "kernel_initializer": {
            "class_name": "VarianceScaling",
            "config": {"scale": 1.0, "mode": "fan_avg", "distribution": "uniform", "seed": None},
        },
        "bias_initializer": {"class_name": "Zeros", "config": {}},
        "kernel_regularizer": None,
        "bias_regularizer": None,
        "activity_regularizer": None,
        "kernel_constraint": None,
        "bias_constraint": None,
    }
    if inputs is not None:
        config["batch_input_shape"] = [None, inputs]
    return {"class_name": "Dense", "config": config}


TRAINING = {
    "optimizer_config": {"class_name": "SGD", "config": {"lr": 0.5, "momentum": 0.0, "decay": 0.0, "nesterov": False}},
    "loss": "categorical_crossentropy",
    "metrics": [],
    "sample_weight_mode": None,
    "loss_weights": None,
}


def lstm(name, units, sequences, inputs=None):
    config = {
        "name": name,
        "trainable": True,
        "dtype": "float32",
        "return_sequences": sequences,
        "return_state": False,
        "go_backwards": False,
        "stateful": False,
        "unroll": False,
        "units": units,
        "activation": "tanh",
        "recurrent_activation": "sigmoid",
        "use_bias": True,
        "kernel_initializer": dense("", 1, "tanh")["config"]["kernel_initializer"],
        "recurrent_initializer": {"class_name": "Orthogonal", "config": {"gain": 1.0, "seed": None}},
        "bias_initializer": {"class_name": "Zeros", "config": {}},
        "unit_forget_bias": True,
        "kernel_regularizer": None,
        "recurrent_regularizer": None,
        "bias_regularizer": None,
        "activity_regularizer": None,
        "kernel_constraint": None,
        "recurrent_constraint": None,
        "bias_constraint": None,
        "dropout": 0.0,
        "recurrent_dropout": 0.0,
        "implementation": 1,
    }
    if inputs is not None:
        config["batch_input_shape"] = [None, *inputs]
    return {"class_name": "LSTM", "config": config}


def lstm_weights(units, inputs):
    return {
        "kernel": (inputs, 4 * units),
        "recurrent_kernel": (units, 4 * units),
        "bias": (4 * units,),
    }


def write(path, model, sizes):
    with h5py.File(path, "w", libver="earliest") as file:
        file.attrs["keras_version"] = np.bytes_("2.2.4")
        file.attrs["backend"] = np.bytes_("tensorflow")
        file.attrs["model_config"] = np.bytes_(json.dumps(model))
        file.attrs["training_config"] = np.bytes_(json.dumps(TRAINING))
        weights = file.create_group("model_weights")
        weights.attrs["keras_version"] = np.bytes_("2.2.4")
        weights.attrs["backend"] = np.bytes_("tensorflow")
        weights.attrs["layer_names"] = np.array([name.encode() for name in sizes])
        for name, shape in sizes.items():
            group = weights.create_group(name)
            if shape is None:
                group.attrs["weight_names"] = np.array([], dtype="S1")
                continue
            if isinstance(shape, tuple):
                shape = {"kernel": shape, "bias": shape[1:]}
            arrays = {f"{name}/{key}:0": size for key, size in shape.items()}
            group.attrs["weight_names"] = np.array([array.encode() for array in arrays])
            for array, size in arrays.items():
                group.create_dataset(array, data=rng.normal(0, 0.5, size).astype(np.float32))


write(
    "sequential.h5",
    {
        "class_name": "Sequential",
        "config": {
            "name": "sequential",
            "layers": [dense("hidden", 5, "tanh", 4), dense("prediction", 3, "softmax")],
        },
    },
    {"hidden": (4, 5), "prediction": (5, 3)},
)

x = {
    "name": "x",
    "class_name": "InputLayer",
    "config": {"batch_input_shape": [None, 4], "dtype": "float32", "sparse": False, "name": "x"},
    "inbound_nodes": [],
}
left = {**dense("left", 5, "tanh"), "name": "left", "inbound_nodes": [[["x", 0, 0, {}]]]}
right = {**dense("right", 5, "sigmoid"), "name": "right", "inbound_nodes": [[["x", 0, 0, {}]]]}
both = {
    "name": "both",
    "class_name": "Add",
    "config": {"name": "both", "trainable": True},
    "inbound_nodes": [[["left", 0, 0, {}], ["right", 0, 0, {}]]],
}
out = {**dense("prediction", 3, "softmax"), "name": "prediction", "inbound_nodes": [[["both", 0, 0, {}]]]}
write(
    "functional.h5",
    {
        "class_name": "Model",
        "config": {
            "name": "functional",
            "layers": [x, left, right, both, out],
            "input_layers": [["x", 0, 0]],
            "output_layers": [["prediction", 0, 0]],
        },
    },
    {"x": None, "left": (4, 5), "right": (4, 5), "both": None, "prediction": (5, 3)},
)

write(
    "recurrent.h5",
    {
        "class_name": "Sequential",
        "config": {
            "name": "recurrent",
            "layers": [
                lstm("first", 3, True, (4, 2)),
                lstm("second", 3, False),
                dense("prediction", 3, "softmax"),
            ],
        },
    },
    {"first": lstm_weights(3, 2), "second": lstm_weights(3, 3), "prediction": (3, 3)},
)

both = {
    "class_name": "Bidirectional",
    "config": {
        "name": "both",
        "trainable": True,
        "merge_mode": "concat",
        "batch_input_shape": [None, 4, 2],
        "layer": lstm("lstm", 3, True, (4, 2)),
    },
}
write(
    "bidirectional.h5",
    {
        "class_name": "Sequential",
        "config": {
            "name": "bidirectional",
            "layers": [both, lstm("second", 3, False), dense("prediction", 3, "softmax")],
        },
    },
    {
        "both": {
            f"{direction}_lstm/{key}": size
            for direction in ("forward", "backward")
            for key, size in lstm_weights(3, 2).items()
        },
        "second": lstm_weights(3, 6),
        "prediction": (3, 3),
    },
)
