/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JavaHomesTest {
    private String before;

    @TempDir
    private Path home;

    @BeforeEach
    void remember() {
        before = System.getProperty(JavaHomes.JDK25_PROPERTY, "");
        System.setProperty(JavaHomes.JDK25_PROPERTY, home.toString());
    }

    @AfterEach
    void restore() {
        if (before.isEmpty()) {
            System.clearProperty(JavaHomes.JDK25_PROPERTY);
            return;
        }
        System.setProperty(JavaHomes.JDK25_PROPERTY, before);
    }

    @Test
    void theNamedJdkIsTaken() throws IOException {
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");

        assertThat(JavaHomes.jdk25()).isEqualTo(home);
    }

    @Test
    void aNamedJdkOfAnotherVersionIsRefused() throws IOException {
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"21.0.1\"\n");

        assertThatThrownBy(JavaHomes::jdk25).hasMessage(home + " is not the home of a JDK 25");
    }

    @Test
    void theRunningJavaCanBeStarted() {
        assertThat(JavaHomes.running().resolve("bin/java")).isExecutable();
    }
}
