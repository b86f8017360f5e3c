/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plugin archives carry no Hadoop jar: whatever reads a file must do without. */
final class ReadWithoutHadoopTest {
    @ParameterizedTest
    @ValueSource(strings = {"flat_none", "flat_snappy", "flat_gzip", "flat_zstd", "flat_lz4", "nested_v1", "nested_v2"})
    void filesOfEveryCodecAreReadWithoutAHadoopClass(String name) throws Exception {
        Path file = Path.of("src/test/resources/parquet/golden", name + ".parquet");
        try (URLClassLoader loader = loaderWithoutHadoop()) {
            assertThat(loader.getResource("org/apache/hadoop/conf/Configuration.class"))
                    .isNull();
            Class<?> probe = loader.loadClass(ReadWithoutHadoopProbe.class.getName());
            assertThat(probe).isNotSameAs(ReadWithoutHadoopProbe.class);
            assertThat(probe.getMethod("rows", Path.class).invoke(null, file)).isEqualTo(60L);
        }
    }

    private static URLClassLoader loaderWithoutHadoop() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!entry.isEmpty() && !Path.of(entry).getFileName().toString().startsWith("hadoop-")) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }
}
