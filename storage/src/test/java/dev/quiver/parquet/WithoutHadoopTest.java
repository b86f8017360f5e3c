/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plugin archives carry no Hadoop jar: whatever writes a file must do without. */
final class WithoutHadoopTest {
    @TempDir
    private Path directory;

    @Test
    void filesOfEveryCodecAreWrittenWithoutAHadoopClass() throws Exception {
        try (URLClassLoader loader = loaderWithoutHadoop()) {
            assertThat(loader.getResource("org/apache/hadoop/conf/Configuration.class"))
                    .isNull();
            Class<?> probe = loader.loadClass(WithoutHadoopProbe.class.getName());
            assertThat(probe).isNotSameAs(WithoutHadoopProbe.class);
            probe.getMethod("writeFiles", Path.class).invoke(null, directory);
        }
        for (Compression compression : Compression.values()) {
            assertThat(ParquetJavaRows.read(directory.resolve(compression + ".parquet")))
                    .hasSize(1000);
        }
    }

    private static URLClassLoader loaderWithoutHadoop() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!Path.of(entry).getFileName().toString().startsWith("hadoop-")) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }
}
