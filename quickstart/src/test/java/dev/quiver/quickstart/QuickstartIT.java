/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The program that the script starts, with fewer rows. */
final class QuickstartIT {
    @Test
    void everyRowArrives() throws IOException, InterruptedException {
        Path output = Path.of("target/quickstart-it.txt");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Quickstart.class.getName(),
                        "--rows",
                        "30000"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(5, TimeUnit.MINUTES);
        process.destroy();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(ended).as(text).isTrue();
        assertThat(process.exitValue()).as(text).isZero();
        assertThat(text)
                .contains("DuckDB counts 10000 rows with 10000 ids in shop.orders, produced were 10000")
                .contains("shop.clicks/country=CZ")
                .contains("DuckDB counts 10000 rows with 10000 ids in table shop.orders, produced were 10000")
                .contains("records in the dead letter queue shop.dlq: 1 of 1");
        assertThat(Path.of("target/testbed/quickstart")).doesNotExist();
    }
}
