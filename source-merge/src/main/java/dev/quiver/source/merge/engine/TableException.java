/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.engine;

import java.io.IOException;

/** What the files of a table say cannot be merged; the message names the file or table and the reason. */
public final class TableException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Says why. */
    public TableException(String message) {
        super(message);
    }
}
