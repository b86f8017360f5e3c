/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The command line: options, then figure names; no name means all. */
record Arguments(boolean list, Effort effort, List<String> names) {
    Arguments {
        names = List.copyOf(names);
    }

    /** Throws {@link IllegalArgumentException} with a message for the user. */
    static Arguments parse(List<String> words) {
        boolean list = false;
        Effort effort = Effort.usual();
        List<String> names = new ArrayList<>();
        Iterator<String> rest = words.iterator();
        while (rest.hasNext()) {
            String word = rest.next();
            switch (word) {
                case "--list" -> list = true;
                case "--rows" -> effort = effort.withRows(number(word, rest));
                case "--warm-ups" -> effort = effort.withWarmUps(number(word, rest));
                case "--rounds" -> effort = effort.withRounds(number(word, rest));
                default -> names.add(name(word));
            }
        }
        return new Arguments(list, effort, names);
    }

    private static String name(String word) {
        if (word.startsWith("-")) {
            throw new IllegalArgumentException("unknown option " + word);
        }
        return word;
    }

    private static int number(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(option + " needs a number");
        }
        String word = rest.next();
        try {
            return Integer.parseInt(word);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " needs a number but got '" + word + "'", e);
        }
    }
}
