# SPDX-License-Identifier: Apache-2.0
"""Writes streams and files into the present directory. See README.md."""

import decimal

import pyarrow as pa
import pyarrow.ipc as ipc


def flat():
    n = 60
    return pa.record_batch(
        {
            "i8": pa.array([None if i % 7 == 0 else i % 100 - 50 for i in range(n)], pa.int8()),
            "u64": pa.array([2**64 - 1 - i for i in range(n)], pa.uint64()),
            "f16": pa.array([float(i) for i in range(n)], pa.float16()),
            "f64": pa.array([i / 8 for i in range(n)], pa.float64()),
            "b": pa.array([None if i % 5 == 0 else i % 3 == 0 for i in range(n)]),
            "s": pa.array([None if i % 11 == 0 else "wert " + "ü" * (i % 9) for i in range(n)]),
            "ls": pa.array(["x" * (i % 30) for i in range(n)], pa.large_utf8()),
            "bin": pa.array([bytes([i]) * (i % 4) for i in range(n)], pa.binary()),
            "fsb": pa.array([bytes([i, 255 - i]) for i in range(n)], pa.binary(2)),
            "ts": pa.array(range(n), pa.timestamp("us", "Europe/Paris")),
            "date": pa.array(range(n), pa.date32()),
            "time": pa.array(range(n), pa.time64("ns")),
            "dur": pa.array(range(n), pa.duration("ms")),
            "mdn": pa.array([pa.MonthDayNano([i, i, i]) for i in range(n)], pa.month_day_nano_interval()),
            "d32": pa.array([decimal.Decimal(i).scaleb(-2) for i in range(n)], pa.decimal32(7, 2)),
            "d64": pa.array([decimal.Decimal(-i).scaleb(-2) for i in range(n)], pa.decimal64(15, 2)),
            "d128": pa.array([decimal.Decimal(i * 10**25).scaleb(-2) for i in range(n)], pa.decimal128(38, 2)),
            "d256": pa.array([decimal.Decimal(-i * 10**60).scaleb(-2) for i in range(n)], pa.decimal256(76, 2)),
            "null": pa.nulls(n),
        }
    )


def nested():
    n = 50
    ints = [None if i % 6 == 0 else list(range(i % 4)) for i in range(n)]
    structs = [None if i % 8 == 0 else {"a": i, "b": str(i)} for i in range(n)]
    values = pa.array([f"v{i}" for i in range(10)])
    return pa.record_batch(
        {
            "list": pa.array(ints, pa.list_(pa.int32())),
            "large": pa.array(ints, pa.large_list(pa.int32())),
            "view": pa.array(ints, pa.list_view(pa.int32())),
            "fixed": pa.array([None if i % 9 == 0 else [i, i + 1] for i in range(n)], pa.list_(pa.int16(), 2)),
            "struct": pa.array(structs, pa.struct([("a", pa.int64()), ("b", pa.utf8())])),
            "map": pa.array([[("k" + str(j), j) for j in range(i % 3)] for i in range(n)], pa.map_(pa.utf8(), pa.int32())),
            "deep": pa.array([[[{"x": [i]}]] for i in range(n)]),
            "ree": pa.RunEndEncodedArray.from_arrays(pa.array([5 * (i + 1) for i in range(10)], pa.int32()), values),
            "dense": pa.UnionArray.from_dense(
                pa.array([5 if i % 2 else 7 for i in range(n)], pa.int8()),
                pa.array([i // 2 for i in range(n)], pa.int32()),
                [pa.array([f"s{i}" for i in range(25)]), pa.array(range(25), pa.int64())],
                ["s", "i"],
                [5, 7],
            ),
            "sparse": pa.UnionArray.from_sparse(
                pa.array([i % 2 for i in range(n)], pa.int8()),
                [pa.array([f"s{i}" for i in range(n)]), pa.array(range(n), pa.int64())],
            ),
        }
    )


def views():
    n = 60
    return pa.record_batch(
        {
            "sv": pa.array([None if i % 7 == 0 else "ä" * i for i in range(n)], pa.string_view()),
            "bv": pa.array([bytes([i]) * i for i in range(n)], pa.binary_view()),
        }
    )


def save(name, batches, options=None, file=False):
    opener = ipc.new_file if file else ipc.new_stream
    suffix = ".arrow" if file else ".arrows"
    with opener(name + suffix, batches[0].schema, options=options) as writer:
        for batch in batches:
            writer.write_batch(batch)


def nested_dictionaries():
    """A dictionary of structs with a dictionary within, and one that a list refers to."""
    inner = pa.DictionaryArray.from_arrays(pa.array([0, 1, 0], pa.int8()), pa.array(["x", "ü"]))
    outer = pa.StructArray.from_arrays([inner, pa.array([1, 2, 3])], ["text", "number"])
    items = pa.DictionaryArray.from_arrays(pa.array([1, 0, None, 1], pa.uint16()), pa.array(["p", "q"]))
    return pa.record_batch(
        {
            "structs": pa.DictionaryArray.from_arrays(pa.array([2, None, 0], pa.int32()), outer),
            "lists": pa.ListArray.from_arrays(pa.array([0, 2, 2, 4], pa.int32()), items),
        }
    )


def column(values, indices):
    return pa.record_batch({"d": pa.DictionaryArray.from_arrays(pa.array(indices, pa.int8()), pa.array(values))})


for codec in (None, "lz4", "zstd"):
    option = ipc.IpcWriteOptions(compression=codec)
    for file in (False, True):
        save("flat_" + (codec or "none"), [flat(), flat().slice(3, 50)], option, file)
save("nested", [nested(), nested().slice(10, 20)])
save("nested", [nested()], None, True)
save("views", [views(), views().slice(5, 30)])
save("v4", [flat()], ipc.IpcWriteOptions(metadata_version=ipc.MetadataVersion.V4))
save("v4_old_framing", [flat()], ipc.IpcWriteOptions(metadata_version=ipc.MetadataVersion.V4, use_legacy_format=True))
save("empty", [flat().slice(0, 0)])
growing = [column(["a", "b"], [0, 1, None, 0]), column(["a", "b", "c"], [2, 1]), column(["a", "b", "c", "d"], [3])]
save("dictionary_delta", growing, ipc.IpcWriteOptions(emit_dictionary_deltas=True))
save("dictionary_delta", growing, ipc.IpcWriteOptions(emit_dictionary_deltas=True), True)
save("dictionary_replaced", [column(["a", "b"], [0, 1]), column(["x"], [0, 0]), column(["y", "z"], [1])])
save("dictionary_nested", [nested_dictionaries()])
big = pa.record_batch({"s": pa.array([f"row {i} " + "lorem ipsum " * (i % 5) for i in range(3000)])})
save("lz4_linked_blocks", [big], ipc.IpcWriteOptions(compression="lz4"))
