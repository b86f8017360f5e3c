/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
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
    private static final String TIME_GROUP = "(?<" + TIME + ">";
    private static final Pattern DIGIT = Pattern.compile("\\d");

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

    private static String format(String pattern, Instant time) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(time);
    }

    private static String example(String pattern, Instant time) {
        try {
            return format(pattern, time);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("has {" + pattern + "}: " + e.getMessage(), e);
        }
    }

    private static void requireOrder(String pattern) {
        String last = "";
        for (Instant instant : RISING) {
            String text = example(pattern, instant);
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

    /** Whether the name of the file tells topics apart, not only the directory. */
    boolean isNamedByTopic() {
        return template.substring(template.lastIndexOf('/') + 1).contains("{" + TOPIC + "}");
    }

    /** The directory, with its placeholders. */
    Path directory() {
        Path parent = Path.of(template).toAbsolutePath().normalize().getParent();
        return Objects.requireNonNull(parent, "a file has a directory");
    }

    /** Whether there are new files as time goes by. */
    boolean isRotating() {
        return PLACEHOLDER.matcher(template).results().anyMatch(found -> isTime(found.group(1)));
    }

    /** The file for {@code place} at {@code time}. */
    Path at(Place place, Instant time) {
        return Path.of(PLACEHOLDER.matcher(template).replaceAll(found -> {
            String word = found.group(1);
            String value = isTime(word) ? format(word, time) : fixed(word, place);
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
        return matching(place, names(place, false));
    }

    /** The files of all tasks and workers for the topic of {@code place} that are there, the latest first. */
    List<Path> filesOfAll(Place place) throws IOException {
        return matching(place, names(place, true));
    }

    /** The same, those of each task and worker in a list of their own. */
    List<List<Path>> shards(Place place) throws IOException {
        Pattern names = names(place, true);
        Map<String, List<Path>> shards = new TreeMap<>();
        for (Path file : matching(place, names)) {
            shards.computeIfAbsent(shard(names, file), unused -> new ArrayList<>())
                    .add(file);
        }
        return List.copyOf(shards.values());
    }

    /** The name without its time. */
    private static String shard(Pattern names, Path file) {
        String name = name(file);
        Matcher matcher = names.matcher(name);
        boolean hasTime = names.pattern().contains(TIME_GROUP);
        return hasTime && matcher.matches()
                ? name.substring(0, matcher.start(TIME)) + "\0" + name.substring(matcher.end(TIME))
                : name;
    }

    private List<Path> matching(Place place, Pattern names) throws IOException {
        Path example = at(place, Instant.EPOCH).toAbsolutePath();
        Path directory = Objects.requireNonNull(example.getParent(), "a file has a directory");
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
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
        boolean hasTime = names.pattern().contains(TIME_GROUP);
        return hasTime && matcher.matches() ? matcher.group(TIME) : "";
    }

    /** A pattern of the texts that {@code word} makes of times: as the first one, with other digits. */
    private static String timesLike(String word) {
        String example = format(word, Instant.EPOCH);
        StringBuilder pattern = new StringBuilder();
        for (String letter : example.split("", -1)) {
            pattern.append(DIGIT.matcher(letter).matches() ? "\\d" : Pattern.quote(letter));
        }
        return pattern.toString();
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
                pattern.append(hasTime ? "" : TIME_GROUP)
                        .append(timesLike(word))
                        .append(hasTime ? "" : ")");
                hasTime = true;
            } else if (ofAll && !word.equals(TOPIC)) {
                pattern.append(word.equals(TASK) ? "\\d+" : ".+");
            } else {
                pattern.append(Pattern.quote(fixed(word, place)));
            }
            end = placeholders.end();
        }
        return Pattern.compile(
                pattern.append(Pattern.quote(name.substring(end))).toString());
    }
}
