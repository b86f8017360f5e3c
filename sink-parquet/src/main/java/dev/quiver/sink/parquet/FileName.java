/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;

/**
 * What files are called: a template whose places are filled with what is in the file alone. With topic, partition,
 * first and last offset in it, no two files of one directory share a name as long as a topic is not made anew: whoever
 * writes a file again, at any time, takes nothing away. The topic is that before transformations.
 */
final class FileName {
    /** {@code <topic>+<partition>+<first offset>-<last offset>}. */
    static final String DEFAULT = "{topic}+{partition}+{first}-{last}";

    private static final Pattern PLACE = Pattern.compile("\\{([a-z]+)(?::([^{}]+))?}");

    /** What names of topics are made of. */
    private static final Pattern OF_TOPICS = Pattern.compile("[A-Za-z0-9._-]");

    private static final int OFFSET_DIGITS = 20;
    private static final int PARTITION_DIGITS = 10;
    private static final int TIME_LENGTH_MAX = 40;

    private static final int TOPIC_LENGTH_MAX = 190;
    private static final int TOPIC_LENGTH_MIN = 60;
    /** Of a digest with the character before it, and some. */
    private static final int DIGEST_LENGTH = 40;

    private final List<Part> parts;
    private final int topicLengthMax;
    private final String suffix;

    private FileName(List<Part> parts, int topicLengthMax, String suffix) {
        this.suffix = suffix;
        this.parts = parts;
        this.topicLengthMax = topicLengthMax;
    }

    /**
     * The contents of a file, as far as they may name it.
     *
     * @param startMs the time of its first row
     */
    record Contents(TopicPartition source, long firstOffset, long lastOffset, long rowCount, long startMs) {}

    /** A piece of the template. */
    private record Part(Place place, String literal, int width, TimePattern time) {}

    private enum Place {
        LITERAL,
        TOPIC,
        PARTITION,
        FIRST,
        LAST,
        ROWS,
        TIME
    }

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException if files could come to share a name, or it has a place that there is not
     */
    static FileName parse(String template, ZoneId zone, Locale locale, FileFormat format) {
        List<Part> parts = new ArrayList<>();
        Matcher places = PLACE.matcher(template);
        int from = 0;
        while (places.find()) {
            addLiteral(parts, template.substring(from, places.start()));
            parts.add(place(places.group(1), places.group(2), zone, locale));
            from = places.end();
        }
        addLiteral(parts, template.substring(from));
        requireUnambiguous(parts);
        int rest = format.suffix().length();
        for (Part part : parts) {
            rest += lengthMax(part);
        }
        int left = Math.min(TOPIC_LENGTH_MAX, PathSegments.BYTES_MAX - rest);
        if (left < TOPIC_LENGTH_MIN) {
            throw new IllegalArgumentException("names could have more than " + PathSegments.BYTES_MAX + " bytes");
        }
        return new FileName(List.copyOf(parts), left, format.suffix());
    }

    private static void addLiteral(List<Part> parts, String text) {
        if (text.isEmpty()) {
            return;
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("half a surrogate pair cannot stand in a file name");
        }
        boolean hides = parts.isEmpty() && (text.startsWith("_") || text.startsWith("."));
        // Behind another character, because a point is illegal only where the name begins.
        boolean legal = text.equals(PathSegments.escape("a" + text).substring(1)) && !text.contains("}");
        if (hides || !legal) {
            throw new IllegalArgumentException("'" + text + "' cannot stand in a file name");
        }
        parts.add(new Part(Place.LITERAL, text, 0, NO_TIME));
    }

    /** What parts have that are no time. */
    private static final TimePattern NO_TIME = TimePattern.parse("uuuu", ZoneId.of("UTC"), Locale.ROOT);

    private static Part place(String name, String argument, ZoneId zone, Locale locale) {
        Place place = switch (name) {
            case "topic" -> Place.TOPIC;
            case "partition" -> Place.PARTITION;
            case "first" -> Place.FIRST;
            case "last" -> Place.LAST;
            case "rows" -> Place.ROWS;
            case "time" -> Place.TIME;
            default ->
                throw new IllegalArgumentException(
                        "'{" + name + "}' is none of {topic}, {partition}, {first}, {last}, {rows}, {time:…}");
        };
        if (place == Place.TIME) {
            String pattern = argument == null ? "uuuuMMdd'T'HHmmss" : argument;
            return new Part(place, "", 0, TimePattern.parse(pattern, zone, locale));
        }
        boolean isOffset = place == Place.FIRST || place == Place.LAST;
        return new Part(place, "", width(name, argument, isOffset ? OFFSET_DIGITS : 1), NO_TIME);
    }

    private static int width(String name, String argument, int otherwise) {
        if (argument == null) {
            return otherwise;
        }
        if (!argument.matches("[0-9]{1,2}") || name.equals("topic") || Integer.parseInt(argument) > OFFSET_DIGITS) {
            throw new IllegalArgumentException("'{" + name + ":" + argument + "}' should have a width up to 20");
        }
        return Math.max(1, Integer.parseInt(argument));
    }

    private static void requireUnambiguous(List<Part> parts) {
        for (Place place : List.of(Place.TOPIC, Place.PARTITION, Place.FIRST, Place.LAST)) {
            if (parts.stream().filter(part -> part.place() == place).count() != 1) {
                throw new IllegalArgumentException("{topic}, {partition}, {first} and {last} must each be there once");
            }
        }
        requireTopicToEnd(parts);
        for (int index = 1; index < parts.size(); index++) {
            Part before = parts.get(index - 1);
            Part part = parts.get(index);
            boolean separates = part.place() != Place.LITERAL || !part.literal().matches("[0-9]*");
            if (!separates || (before.place() != Place.LITERAL && part.place() != Place.LITERAL)) {
                throw new IllegalArgumentException("there must be more than digits between two places");
            }
        }
    }

    /** A text of any kind beside the topic could make the names of one topic look like those of another. */
    private static void requireTopicToEnd(List<Part> parts) {
        List<Place> places = parts.stream().map(Part::place).toList();
        int time = places.indexOf(Place.TIME);
        int known = Math.max(places.indexOf(Place.TOPIC), places.indexOf(Place.PARTITION));
        if (time < 0) {
            return;
        }
        boolean separated = known + 1 < parts.size()
                && !parts.get(known + 1).literal().isEmpty()
                && !OF_TOPICS
                        .matcher(parts.get(known + 1).literal().substring(0, 1))
                        .matches();
        if (time < known || !separated) {
            throw new IllegalArgumentException("{time} must come after {topic} and {partition}, behind a character that"
                    + " topics do not have, such as + or ~");
        }
    }

    private static int lengthMax(Part part) {
        return switch (part.place()) {
            case LITERAL -> part.literal().getBytes(StandardCharsets.UTF_8).length;
            case TOPIC -> 0;
            case PARTITION -> Math.max(PARTITION_DIGITS, part.width());
            case FIRST, LAST, ROWS -> OFFSET_DIGITS;
            case TIME -> TIME_LENGTH_MAX;
        };
    }

    /** The key of a file in {@code directory}. */
    String key(String directory, Contents contents) {
        StringBuilder name = new StringBuilder(directory);
        if (!directory.isEmpty()) {
            name.append('/');
        }
        for (Part part : parts) {
            name.append(text(part, contents));
        }
        return name.append(suffix).toString();
    }

    private String text(Part part, Contents contents) {
        return switch (part.place()) {
            case LITERAL -> part.literal();
            case TOPIC -> topic(contents.source());
            case PARTITION -> padded(contents.source().partition(), part.width());
            case FIRST -> padded(contents.firstOffset(), part.width());
            case LAST -> padded(contents.lastOffset(), part.width());
            case ROWS -> padded(contents.rowCount(), part.width());
            case TIME -> PathSegments.escape(part.time().text(contents.startMs()));
        };
    }

    private static String padded(long number, int width) {
        String digits = Long.toString(number);
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }

    /** Accepts the keys of all files with rows of {@code source}. */
    Predicate<String> keysOf(TopicPartition source) {
        StringBuilder regex = new StringBuilder("(?:.*/)?");
        for (Part part : parts) {
            regex.append(
                    switch (part.place()) {
                        case LITERAL -> Pattern.quote(part.literal());
                        case TOPIC -> Pattern.quote(topic(source));
                        case PARTITION -> padded(source.partition(), part.width());
                        case FIRST, LAST, ROWS -> "[0-9]+";
                        case TIME -> "[^/]*";
                    });
        }
        return Pattern.compile(regex + "(?:\\.parquet|\\.arrow)").asMatchPredicate();
    }

    private String topic(TopicPartition source) {
        String topic = shortened(source.topic());
        return parts.get(0).place() == Place.TOPIC ? PathSegments.visible(topic) : topic;
    }

    /** Kafka's topics may have 249 characters; long ones keep their start, and a digest keeps them apart. */
    private String shortened(String topic) {
        if (topic.length() <= topicLengthMax) {
            return topic;
        }
        UUID digest = UUID.nameUUIDFromBytes(topic.getBytes(StandardCharsets.UTF_8));
        return topic.substring(0, topicLengthMax - DIGEST_LENGTH) + "~" + digest;
    }
}
