/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.quickstart;

import java.util.Iterator;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param keep whether everything goes on until it is interrupted
 * @param rowCount rows to send
 */
record Options(boolean keep, int rowCount) {
    static final String USAGE = """
            usage: ./quickstart.sh [--keep] [--rows <n>]

              --keep      leave broker, worker and S3 server running until Ctrl-C
              --rows <n>  rows to send (300000)""";

    private static final int ROWS = 300_000;
    /** So that every topic has some on both sides of the broken record. */
    private static final int ROWS_MIN = 10;

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException if it asks for something else
     */
    static Options parse(List<String> arguments) {
        boolean keep = false;
        int rowCount = ROWS;
        Iterator<String> words = arguments.iterator();
        while (words.hasNext()) {
            String word = words.next();
            if (word.equals("--keep")) {
                keep = true;
            } else if (word.equals("--rows") && words.hasNext()) {
                rowCount = rowCount(words.next());
            } else {
                throw new IllegalArgumentException("'" + word + "' is not an option");
            }
        }
        return new Options(keep, rowCount);
    }

    private static int rowCount(String text) {
        try {
            int rowCount = Integer.parseInt(text);
            if (rowCount >= ROWS_MIN) {
                return rowCount;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException("--rows needs a number of at least " + ROWS_MIN + " but got '" + text + "'");
    }
}
