/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import java.io.IOException;

/** Bytes that break a rule of the Parquet format or pass a limit; the message says where. */
public final class MalformedParquetException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedParquetException(String message) {
        super(message);
    }

    MalformedParquetException(String message, Throwable cause) {
        super(message, cause);
    }
}
