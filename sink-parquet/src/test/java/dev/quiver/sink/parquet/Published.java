/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.parquet.ParquetJavaRows;
import dev.quiver.store.MemoryStore;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads what a sink has published back into canonical rows. */
final class Published {
    /** What the thread is reading. */
    private static final ThreadLocal<Path> FILE = ThreadLocal.withInitial(Published::file);

    private Published() {}

    /** The rows of the object {@code key}. */
    static List<Map<Object, Object>> rows(MemoryStore store, String key) {
        return rows(store.content(key));
    }

    /** The rows of a file with the bytes {@code content}. */
    static List<Map<Object, Object>> rows(byte[] content) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        // Where Hadoop finds its defaults, it parses them anew for each file, which takes longer than all else.
        Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
        // Written over and cut to size: emptying a file first makes some file systems flush it.
        try (RandomAccessFile file = new RandomAccessFile(FILE.get().toFile(), "rw")) {
            file.write(content);
            file.setLength(content.length);
            return ParquetJavaRows.read(FILE.get());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Thread.currentThread().setContextClassLoader(context);
        }
    }

    private static Path file() {
        try {
            Path file = Files.createTempFile("published", ".parquet");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The column {@code id} of the object {@code key}. */
    static List<Long> ids(MemoryStore store, String key) {
        return rows(store, key).stream().map(row -> (Long) row.get("id")).toList();
    }

    /** The column {@code id} of all objects, in the order of their keys. */
    static List<Long> ids(MemoryStore store) {
        List<Long> ids = new ArrayList<>();
        store.keys().stream().filter(key -> key.endsWith(".parquet")).forEach(key -> ids.addAll(ids(store, key)));
        return ids;
    }
}
