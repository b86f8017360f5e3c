/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.connect.Setting;
import dev.quiver.parquet.ColumnEncoding;
import dev.quiver.parquet.ColumnOptions;
import dev.quiver.parquet.Compression;
import dev.quiver.parquet.FileOptions;
import dev.quiver.parquet.PageOptions;
import dev.quiver.parquet.ParquetOptions;
import dev.quiver.parquet.Profile;
import dev.quiver.parquet.RowGroupOptions;
import dev.quiver.parquet.WideDecimals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What Parquet files look like inside.
 *
 * @param options how columns are laid out
 * @param metadata what the footer says beside what the sink says itself
 * @param sortBy the columns that the rows of a row group are sorted by
 * @param threads how many threads encode the columns of a batch
 */
record ParquetConfig(ParquetOptions options, Map<String, String> metadata, int threads, List<String> sortBy) {
    private static final String GROUP = "Parquet";

    static final Setting<Profile> PROFILE = Setting.oneOf(
            GROUP,
            "parquet.profile",
            Profile.class,
            Profile.COMPATIBLE,
            "Which encodings columns have: compatible for those that every reader knows, modern for deltas and split"
                    + " bytes, which are smaller and faster to write.");
    static final Setting<Compression> COMPRESSION = Setting.oneOf(
            GROUP, "parquet.compression", Compression.class, Compression.ZSTD, "How pages are compressed.");
    static final Setting<Integer> COMPRESSION_LEVEL = Setting.number(
            GROUP,
            "parquet.compression.level",
            1,
            22,
            3,
            "The level of zstd (1 to 22) or gzip (1 to 9); other codecs have none.");
    static final Setting<Long> ROW_GROUP_BYTES_MAX = Setting.atLeast(
            GROUP, "parquet.row.group.bytes.max", 1, 32L << 20, "Compressed bytes after which a row group ends.");
    static final Setting<Long> ROW_GROUP_ROWS_MAX =
            Setting.atLeast(GROUP, "parquet.row.group.rows.max", 1, 1L << 20, "Rows after which a row group ends.");
    static final Setting<Integer> PAGE_BYTES_MAX = Setting.number(
            GROUP,
            "parquet.page.bytes.max",
            1 << 10,
            1 << 30,
            1 << 20,
            "Encoded bytes, before compression, after which a page ends.");
    static final Setting<Integer> PAGE_ROWS_MAX = Setting.number(
            GROUP, "parquet.page.rows.max", 1, Integer.MAX_VALUE, 20_000, "Rows after which a page ends.");
    static final Setting<PageOptions.Version> PAGE_VERSION = Setting.oneOf(
            GROUP,
            "parquet.page.version",
            PageOptions.Version.class,
            PageOptions.Version.V1,
            "Which header data pages have: v1 is what every reader knows.");
    static final Setting<Boolean> INCOMPRESSIBLE_PLAIN = Setting.flag(
            GROUP,
            "parquet.incompressible.plain",
            false,
            "Whether a column of a row group whose first page hardly shrinks is stored without compression.");
    static final Setting<Integer> DICTIONARY_BYTES_MAX = Setting.number(
            GROUP,
            "parquet.dictionary.bytes.max",
            0,
            1 << 30,
            1 << 20,
            "Bytes of distinct values after which a column of a row group goes on without a dictionary; 0 for none.");
    static final Setting<Boolean> STATISTICS = Setting.flag(
            GROUP,
            "parquet.statistics",
            true,
            "Whether files tell the smallest and largest value of row groups and, in the column index, of pages.");
    static final Setting<Boolean> CHECKSUMS =
            Setting.flag(GROUP, "parquet.checksums", true, "Whether pages have a CRC, by which damage is found out.");
    static final Setting<Boolean> ARROW_SCHEMA = Setting.flag(
            GROUP,
            "parquet.arrow.schema",
            true,
            "Whether the footer has the Arrow schema, from which Arrow's libraries restore types that Parquet lacks.");
    static final Setting<WideDecimals> WIDE_DECIMALS = Setting.oneOf(
            GROUP,
            "parquet.wide.decimals",
            WideDecimals.class,
            WideDecimals.DECIMAL,
            "What becomes of decimals of more than 38 digits, which few readers take: decimal keeps them, text writes"
                    + " their digits, refuse lets no such column in.");
    static final Setting<Integer> ENCODING_THREADS = Setting.number(
            GROUP,
            "parquet.encoding.threads",
            1,
            64,
            1,
            "How many threads of a task encode the columns of a batch side by side. More tasks do more for throughput;"
                    + " more threads shorten the time that a poll takes.");
    static final Setting<List<String>> COLUMNS = Setting.list(
            GROUP,
            "parquet.columns",
            "",
            "Columns that are stored in another way, by their path in the file with dots, each with what differs:"
                    + " id;encoding=delta-binary-packed;dictionary=0,customer.name;bloom=65536. There are compression,"
                    + " level, encoding (plain, delta-binary-packed, delta-length-byte-array, delta-byte-array,"
                    + " byte-stream-split, rle), dictionary (bytes, 0 for none), bloom, the bytes of a Bloom filter, a"
                    + " power of two, and statistics (true, false).");
    static final Setting<List<String>> METADATA = Setting.list(
            GROUP,
            "parquet.metadata",
            "",
            "Key-value pairs of the footer, such as team=search,source=shop. Topic, partition and offsets are there as"
                    + " quiver.topic, quiver.partition, quiver.offset.first and quiver.offset.last.");

    static final Setting<List<String>> SORT_BY = Setting.list(
            GROUP,
            "parquet.sort.by",
            "",
            "Columns that the rows of a row group are sorted by, such as customer,id:desc, so that readers skip more"
                    + " pages. The rows of a row group then wait on the heap, and its bytes count before they are"
                    + " encoded. Empty for the order in which rows come.");

    ParquetConfig {
        sortBy = List.copyOf(sortBy);
        metadata = Map.copyOf(metadata);
    }

    /** All settings. */
    static List<Setting<?>> settings() {
        List<Setting<?>> all = new ArrayList<>(List.of(
                PROFILE,
                COMPRESSION,
                COMPRESSION_LEVEL,
                ROW_GROUP_BYTES_MAX,
                ROW_GROUP_ROWS_MAX,
                PAGE_BYTES_MAX,
                PAGE_ROWS_MAX,
                PAGE_VERSION,
                INCOMPRESSIBLE_PLAIN,
                DICTIONARY_BYTES_MAX,
                STATISTICS,
                CHECKSUMS,
                ARROW_SCHEMA,
                WIDE_DECIMALS,
                ENCODING_THREADS,
                COLUMNS,
                SORT_BY,
                METADATA));
        all.addAll(EncryptionConfig.settings());
        return List.copyOf(all);
    }

    /**
     * Reads the settings.
     *
     * @throws dev.quiver.connect.SettingException if a value is refused, or two do not fit together
     */
    static ParquetConfig of(Map<String, Object> values) {
        ColumnOptions column = column(values);
        ParquetOptions options = ParquetOptions.DEFAULTS
                .withProfile(PROFILE.in(values))
                .withColumns(column)
                .withPages(new PageOptions(
                        PAGE_BYTES_MAX.in(values),
                        PAGE_ROWS_MAX.in(values),
                        PAGE_VERSION.in(values),
                        INCOMPRESSIBLE_PLAIN.in(values)))
                .withRowGroups(new RowGroupOptions(ROW_GROUP_BYTES_MAX.in(values), ROW_GROUP_ROWS_MAX.in(values)))
                .withFile(FileOptions.DEFAULTS
                        .withArrowSchema(ARROW_SCHEMA.in(values))
                        .withChecksums(CHECKSUMS.in(values))
                        .withWideDecimals(WIDE_DECIMALS.in(values))
                        .withEncryption(EncryptionConfig.of(values)));
        for (String text : COLUMNS.in(values)) {
            List<String> parts = List.of(text.split(";", -1));
            try {
                options = options.withColumn(parts.get(0).trim(), column(column, parts));
            } catch (IllegalArgumentException e) {
                throw COLUMNS.refuse(COLUMNS.in(values), "'" + text + "': " + e.getMessage());
            }
        }
        return new ParquetConfig(options, metadata(values), ENCODING_THREADS.in(values), SORT_BY.in(values));
    }

    private static ColumnOptions column(Map<String, Object> values) {
        int level = COMPRESSION_LEVEL.in(values);
        try {
            return ColumnOptions.DEFAULTS
                    .withCompression(COMPRESSION.in(values), level)
                    .withDictionary(DICTIONARY_BYTES_MAX.in(values))
                    .withStatistics(STATISTICS.in(values));
        } catch (IllegalArgumentException e) {
            throw COMPRESSION_LEVEL.refuse(level, String.valueOf(e.getMessage()));
        }
    }

    private static ColumnOptions column(ColumnOptions otherwise, List<String> parts) {
        if (parts.get(0).isBlank()) {
            throw new IllegalArgumentException("there is no path");
        }
        ColumnOptions column = otherwise;
        for (String part : parts.subList(1, parts.size())) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("'" + part + "' has no value");
            }
            column = with(
                    column,
                    part.substring(0, equals).trim(),
                    part.substring(equals + 1).trim());
        }
        return column;
    }

    private static ColumnOptions with(ColumnOptions column, String option, String value) {
        return switch (option) {
            case "compression" -> column.withCompression(choice(Compression.class, value), column.compressionLevel());
            case "level" -> column.withCompression(column.compression(), Integer.parseInt(value));
            case "encoding" -> column.withEncoding(choice(ColumnEncoding.class, value));
            case "dictionary" -> column.withDictionary(Integer.parseInt(value));
            case "bloom" -> column.withBloomFilter(Integer.parseInt(value));
            case "statistics" -> column.withStatistics(flag(value));
            default ->
                throw new IllegalArgumentException(
                        "'" + option + "' is none of compression, level, encoding, dictionary, bloom, statistics");
        };
    }

    private static boolean flag(String value) {
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException("'" + value + "' is neither true nor false");
        }
        return Boolean.parseBoolean(value);
    }

    private static <E extends Enum<E>> E choice(Class<E> choices, String value) {
        return Enum.valueOf(choices, value.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static Map<String, String> metadata(Map<String, Object> values) {
        Map<String, String> metadata = new LinkedHashMap<>();
        for (String text : METADATA.in(values)) {
            int equals = text.indexOf('=');
            if (equals < 1 || text.startsWith("quiver.") || text.startsWith("ARROW:")) {
                throw METADATA.refuse(
                        METADATA.in(values), "'" + text + "' is no key=value, or has a key that is not yours");
            }
            metadata.put(text.substring(0, equals), text.substring(equals + 1));
        }
        return metadata;
    }
}
