/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import java.io.IOException;

/** A file that may well be in order, but uses something that is not read here; the message says what. */
public final class UnsupportedParquetException extends IOException {
    private static final long serialVersionUID = 1L;

    UnsupportedParquetException(String message) {
        super(message);
    }
}
