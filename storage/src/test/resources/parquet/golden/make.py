# SPDX-License-Identifier: Apache-2.0
"""Writes the files of this directory with pyarrow, and beside each one its rows as pyarrow reads them back.

The rows are JSON lists: null, hex strings of the bytes that an Arrow array has, lists for lists, maps and structs.
"""
import datetime
import decimal
import json
import random
import sys

import pyarrow as pa
import pyarrow.parquet as pq

ROWS = 60

# Files of other writers, from the test data of Parquet and DuckDB.
OTHERS = [
    "data_index_bloom_encoding_stats",
    "datapage_v2.snappy",
    "duckdb-unsigned",
    "fixed_length_byte_array",
    "int32_with_null_pages",
    "nested_structs.rust",
    "nulls.snappy",
    "sort_columns",
]


def canonical(array, index):
    if not array[index].is_valid:
        return None
    kind = array.type
    if pa.types.is_struct(kind):
        return [canonical(array.field(field), index) for field in range(kind.num_fields)]
    if pa.types.is_fixed_size_list(kind):
        start = index * kind.list_size
        return [canonical(array.values, start + item) for item in range(kind.list_size)]
    if pa.types.is_map(kind):
        items = range(array.offsets[index].as_py(), array.offsets[index + 1].as_py())
        return [[canonical(array.keys, item), canonical(array.items, item)] for item in items]
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        items = range(array.offsets[index].as_py(), array.offsets[index + 1].as_py())
        return [canonical(array.values, item) for item in items]
    if pa.types.is_boolean(kind):
        return "01" if array[index].as_py() else "00"
    if pa.types.is_string(kind) or pa.types.is_binary(kind) or pa.types.is_large_string(kind):
        value = array[index].as_py()
        return (value.encode() if isinstance(value, str) else value).hex()
    width = kind.bit_width // 8
    return array.buffers()[1][index * width : (index + 1) * width].to_pybytes().hex()


def plain(column):
    array = column.combine_chunks()
    if isinstance(array, pa.ChunkedArray):
        array = pa.concat_arrays(array.chunks)
    return array.dictionary_decode() if pa.types.is_dictionary(array.type) else array


def write(name, table, **options):
    pq.write_table(table, name + ".parquet", row_group_size=25, **options)
    expect(name + ".parquet", name)


def expect(path, name):
    read = pq.read_table(path)
    columns = [plain(column) for column in read.columns]
    with open(name + ".json", "w") as expected:
        for row in range(read.num_rows):
            expected.write(json.dumps([canonical(column, row) for column in columns]) + "\n")


def some(values, nulls=0.2):
    return [None if random.random() < nulls else value for value in values]


def numbers(bits):
    return [random.choice([0, 1, -1, random.getrandbits(bits) - (1 << (bits - 1))]) for _ in range(ROWS)]


def words():
    return ["https://example.org/" + "x" * random.randrange(9) + str(random.randrange(40)) for _ in range(ROWS)]


def flat():
    times = [datetime.datetime(2020, 1, 1) + datetime.timedelta(seconds=random.randrange(10**8)) for _ in range(ROWS)]
    return pa.table({
        "i8": pa.array(some(numbers(8)), pa.int8()),
        "u16": pa.array(some([abs(n) for n in numbers(16)]), pa.uint16()),
        "i32": pa.array(numbers(32), pa.int32()),
        "u32": pa.array(some([abs(n) for n in numbers(32)]), pa.uint32()),
        "i64": pa.array(some(numbers(64)), pa.int64()),
        "f16": pa.array(some([float(n % 100) for n in numbers(16)]), pa.float16()),
        "f32": pa.array(some([n / 7 for n in numbers(16)]), pa.float32()),
        "f64": pa.array(some([n / 7 for n in numbers(40)]), pa.float64()),
        "flag": pa.array(some([n > 0 for n in numbers(8)]), pa.bool_()),
        "text": pa.array(some(words()), pa.string()),
        "large": pa.array(some(words()), pa.large_string()),
        "word": pa.array(some(words())).dictionary_encode(),
        "raw": pa.array(some([word.encode() for word in words()]), pa.binary()),
        "fixed": pa.array(some([word.encode()[-5:] for word in words()]), pa.binary(5)),
        "d5": pa.array(some([decimal.Decimal(n % 10**5) / 100 for n in numbers(30)]), pa.decimal128(7, 2)),
        "d30": pa.array(some([decimal.Decimal(n) * 10**9 for n in numbers(60)]), pa.decimal128(30, 3)),
        "d50": pa.array(some([decimal.Decimal(n) * 10**20 for n in numbers(60)]), pa.decimal256(50, 3)),
        "date": pa.array(some([time.date() for time in times]), pa.date32()),
        "time": pa.array(some([time.time() for time in times]), pa.time64("us")),
        "ms": pa.array(some(times), pa.timestamp("ms")),
        "us": pa.array(some(times), pa.timestamp("us", "UTC")),
        "ns": pa.array(some(times), pa.timestamp("ns")),
        "span": pa.array(some(numbers(60)), pa.duration("ns")),
        "none": pa.nulls(ROWS),
    })


def lists(length):
    return some([[random.choice([None, n]) for n in range(random.randrange(length))] for _ in range(ROWS)])


def nested():
    record = pa.struct([pa.field("a", pa.int32(), nullable=False), ("b", pa.list_(pa.string())), ("c", pa.bool_())])
    records = some([{"a": n, "b": some(words()[: n % 4]), "c": n % 3 == 0} for n in range(ROWS)])
    return pa.table({
        "list": pa.array(lists(5), pa.list_(pa.int64())),
        "large": pa.array(lists(5), pa.large_list(pa.int16())),
        "pair": pa.array([[n, None] for n in range(ROWS)], pa.list_(pa.int32(), 2)),
        "record": pa.array(records, record),
        "records": pa.array(some([some(records[: n % 4]) for n in range(ROWS)]), pa.list_(record)),
        "map": pa.array(
            some([[(word, n) for n, word in enumerate(words()[: n % 5])] for n in range(ROWS)]),
            pa.map_(pa.string(), pa.int32())),
        "deep": pa.array(
            some([[lists(3)[:n], None, []][: n % 4] for n in range(ROWS)]), pa.list_(pa.list_(pa.list_(pa.int8())))),
    })


def main():
    for name in OTHERS:
        expect("../parquet-testing/" + name + ".parquet", name)
    random.seed(7)
    for codec in ["none", "snappy", "gzip", "zstd", "lz4"]:
        write("flat_" + codec, flat(), compression=codec)
    write("nested_v1", nested(), data_page_size=300, write_page_index=True)
    write("nested_v2", nested(), data_page_size=300, data_page_version="2.0", use_compliant_nested_type=False)
    write("pages", flat(), data_page_size=200, write_page_index=True, data_page_version="2.0", write_page_checksum=True)
    write("schemaless", flat(), store_schema=False, dictionary_pagesize_limit=100, data_page_size=200)
    write("int96", flat().select(["i32", "ns", "us"]), use_deprecated_int96_timestamps=True)
    write("decimals", flat().select(["d5", "d30"]), store_decimal_as_integer=True)
    encodings = {
        "i8": "DELTA_BINARY_PACKED", "i32": "DELTA_BINARY_PACKED", "i64": "DELTA_BINARY_PACKED", "flag": "RLE",
        "text": "DELTA_BYTE_ARRAY", "raw": "DELTA_LENGTH_BYTE_ARRAY", "fixed": "DELTA_BYTE_ARRAY",
        "f32": "BYTE_STREAM_SPLIT", "f64": "BYTE_STREAM_SPLIT", "f16": "BYTE_STREAM_SPLIT",
        "u32": "BYTE_STREAM_SPLIT", "span": "BYTE_STREAM_SPLIT", "d30": "BYTE_STREAM_SPLIT",
    }
    write("encodings", flat().select(list(encodings)), use_dictionary=False, column_encoding=encodings)
    pq.write_table(flat().select(["i32"]), "brotli.parquet", compression="brotli")


if __name__ == "__main__":
    sys.exit(main())
