/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import java.io.IOException;

/** A value in a file that has no meaning; the message says where it is and why, never what it is. */
final class ValueException extends IOException {
    private static final long serialVersionUID = 1L;

    ValueException(String message) {
        super(message);
    }
}
