# SPDX-License-Identifier: Apache-2.0
"""Sends batches of rows to a topic, each one an Arrow IPC stream in one record.

pip install pyarrow confluent-kafka
python arrow_producer.py localhost:9092 events.arrow
"""

import sys

import pyarrow as pa
from confluent_kafka import Producer

SCHEMA = pa.schema(
    [
        pa.field("id", pa.int64(), nullable=False),
        pa.field("name", pa.string()),
        pa.field("score", pa.float64()),
        pa.field("tags", pa.list_(pa.string())),
    ]
)


def message(first_id: int, row_count: int) -> bytes:
    """One record: a stream with its schema, one batch and its end."""
    ids = range(first_id, first_id + row_count)
    batch = pa.record_batch(
        [
            pa.array(ids, pa.int64()),
            pa.array([f"row {i}" for i in ids]),
            pa.array([i / 2 for i in ids]),
            pa.array([["a"] * (i % 3) for i in ids], pa.list_(pa.string())),
        ],
        schema=SCHEMA,
    )
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, SCHEMA) as writer:
        writer.write_batch(batch)
    return sink.getvalue().to_pybytes()


def main(bootstrap: str, topic: str) -> None:
    producer = Producer({"bootstrap.servers": bootstrap, "enable.idempotence": True})
    for first_id in range(0, 100_000, 1_000):
        producer.produce(topic, value=message(first_id, 1_000))
        producer.poll(0)
    producer.flush()


if __name__ == "__main__":
    main(*sys.argv[1:3])
