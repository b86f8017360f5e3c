/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the databases of a connector lie. Between braces stand {@code task}, {@code worker} and {@code topic}, and what
 * else is there is a pattern of the time at which a file begins, in UTC.
 *
 * @param template the path with its placeholders
 */
record DatabasePath(String template) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
    private static final String TASK = "task";
    private static final String WORKER = "worker";
    private static final String TOPIC = "topic";
    private static final String TIME = "time";

    /** Each is later than the one before: a pattern must put them in order. */
    private static final List<Instant> RISING = List.of(
            Instant.parse("2009-09-09T09:09:09Z"),
            Instant.parse("2009-09-09T10:00:00Z"),
            Instant.parse("2009-09-10T08:00:00Z"),
            Instant.parse("2009-10-01T07:00:00Z"),
            Instant.parse("2010-01-01T00:00:00Z"));

    /** Who asks. */
    record Place(int task, String worker, String topic) {}

    /**
     * Checks it.
     *
     * @throws IllegalArgumentException if it is no such path; the message says why
     */
    DatabasePath {
        if (template.contains(";")) {
            throw new IllegalArgumentException("must not have a ';'");
        }
        Path path = Path.of(template.replaceAll("[{}]", "_"));
        if (path.getFileName() == null) {
            throw new IllegalArgumentException("must name a file");
        }
        int name = template.lastIndexOf('/') + 1;
        Matcher placeholders = PLACEHOLDER.matcher(template);
        while (placeholders.find()) {
            String word = placeholders.group(1);
            if (!word.equals(TOPIC) && placeholders.start() < name) {
                throw new IllegalArgumentException("may have {" + word + "} in the name of the file only");
            }
            if (isTime(word)) {
                requireOrder(word);
            }
        }
    }

    private static boolean isTime(String word) {
        return !word.equals(TASK) && !word.equals(WORKER) && !word.equals(TOPIC);
    }

    private static void requireOrder(String pattern) {
        DateTimeFormatter format = DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC);
        String last = "";
        for (Instant instant : RISING) {
            String text = format.format(instant);
            if (text.compareTo(last) < 0) {
                throw new IllegalArgumentException("has {" + pattern
                        + "}, which does not put files in the order of time: " + last + " comes before " + text);
            }
            last = text;
        }
    }

    private boolean has(String word) {
        return template.contains("{" + word + "}");
    }

    /** Whether each task or worker has files of its own. */
    boolean isSharded() {
        return has(TASK) || has(WORKER);
    }

    /** Whether each topic has files of its own. */
    boolean isByTopic() {
        return has(TOPIC);
    }

    /** Whether there are new files as time goes by. */
    boolean isRotating() {
        return PLACEHOLDER.matcher(template).results().anyMatch(found -> isTime(found.group(1)));
    }

    /** The file for {@code place} at {@code time}. */
    Path at(Place place, Instant time) {
        return Path.of(PLACEHOLDER.matcher(template).replaceAll(found -> {
            String word = found.group(1);
            String value = isTime(word)
                    ? DateTimeFormatter.ofPattern(word).withZone(ZoneOffset.UTC).format(time)
                    : fixed(word, place);
            return Matcher.quoteReplacement(value);
        }));
    }

    private static String fixed(String word, Place place) {
        return switch (word) {
            case TASK -> Integer.toString(place.task());
            case WORKER -> fileName(place.worker());
            default -> fileName(place.topic());
        };
    }

    /** {@code text} without what would lead to another directory. */
    private static String fileName(String text) {
        String name = text.replace('/', '_').replace('\\', '_');
        return name.equals(".") || name.equals("..") ? name.replace('.', '_') : name;
    }

    /** The files of {@code place} that are there, the latest first. */
    List<Path> files(Place place) throws IOException {
        return matching(place, false);
    }

    /** The files of all tasks and workers for the topic of {@code place} that are there, the latest first. */
    List<Path> filesOfAll(Place place) throws IOException {
        return matching(place, true);
    }

    private List<Path> matching(Place place, boolean ofAll) throws IOException {
        Path example = at(place, Instant.EPOCH).toAbsolutePath();
        Path directory = Objects.requireNonNull(example.getParent(), "a file has a directory");
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        Pattern names = names(place, ofAll);
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> names.matcher(name(file)).matches())
                    .sorted(Comparator.comparing((Path file) -> time(names, file))
                            .reversed()
                            .thenComparing(DatabasePath::name))
                    .toList();
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static String time(Pattern names, Path file) {
        Matcher matcher = names.matcher(name(file));
        boolean hasTime = names.pattern().contains("(?<" + TIME + ">");
        return hasTime && matcher.matches() ? matcher.group(TIME) : "";
    }

    private Pattern names(Place place, boolean ofAll) {
        String name = template.substring(template.lastIndexOf('/') + 1);
        StringBuilder pattern = new StringBuilder();
        Matcher placeholders = PLACEHOLDER.matcher(name);
        int end = 0;
        boolean hasTime = false;
        while (placeholders.find()) {
            pattern.append(Pattern.quote(name.substring(end, placeholders.start())));
            String word = placeholders.group(1);
            if (isTime(word)) {
                pattern.append(hasTime ? "\\d[\\d-]*" : "(?<" + TIME + ">\\d[\\d-]*)");
                hasTime = true;
            } else if (ofAll && !word.equals(TOPIC)) {
                pattern.append(".+");
            } else {
                pattern.append(Pattern.quote(fixed(word, place)));
            }
            end = placeholders.end();
        }
        return Pattern.compile(
                pattern.append(Pattern.quote(name.substring(end))).toString());
    }
}
