/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import static dev.quiver.sink.duckdb.Records.P0;
import static dev.quiver.sink.duckdb.Records.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OwnershipTest {
    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("shop.duckdb");
    }

    @Test
    void anotherConnectorIsRefusedUntilTheFirstStops() {
        SettableClock clock = new SettableClock();
        try (SinkFixture other = SinkFixture.of(file(), FakeContext.withoutReporter(), clock, "name", "other")
                .open(P0)) {
            try (SinkFixture first = SinkFixture.of(file()).open(P0)) {
                first.put(rows(P0, 0, 2));
                assertThatThrownBy(() -> other.put(rows(P0, 0, 2)))
                        .isInstanceOf(RetriableException.class)
                        .hasMessageContaining("the connector shop of this worker has the database");
                first.flush();
            }
            other.put(rows(P0, 0, 2));
            other.flush();

            assertThat(other.committed(P0)).isEqualTo(2);
        }
    }

    @Test
    void theRefusalIsFinalAfterAWhile() {
        SettableClock clock = new SettableClock();
        try (SinkFixture first = SinkFixture.of(file()).open(P0);
                SinkFixture other = SinkFixture.of(
                                file(),
                                FakeContext.withoutReporter(),
                                clock,
                                "name",
                                "other",
                                "retry.timeout.ms",
                                "60000")
                        .open(P0)) {
            first.put(rows(P0, 0, 2));
            assertThatThrownBy(() -> other.put(rows(P0, 0, 2))).isInstanceOf(RetriableException.class);
            clock.advance(Duration.ofMinutes(2));

            assertThatThrownBy(() -> other.put(rows(P0, 0, 2)))
                    .isInstanceOf(ConnectException.class)
                    .isNotInstanceOf(RetriableException.class)
                    .hasMessageContaining("retry.timeout.ms is 60000");
        }
    }

    @Test
    void tasksOfOneConnectorNeedTheSameSettings() {
        try (SinkFixture first = SinkFixture.of(file()).open(P0);
                SinkFixture other =
                        SinkFixture.of(file(), "duckdb.threads", "2").open(P0)) {
            first.put(rows(P0, 0, 2));

            assertThatThrownBy(() -> other.put(rows(P0, 0, 2)))
                    .isInstanceOf(RetriableException.class)
                    .hasMessageContaining("is open with other settings");
        }
    }

    @Test
    void whoeverHoldsTheFileBesideIsTheOwner() throws IOException {
        Path lock = directory.resolve("shop.duckdb.lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                SinkFixture sink = SinkFixture.of(file()).open(P0)) {
            channel.lock();

            assertThatThrownBy(() -> sink.put(rows(P0, 0, 2)))
                    .isInstanceOf(RetriableException.class)
                    .hasMessageContaining("another plugin or connector of this worker has the database");
        }
    }

    /** Each loader has a copy of DuckDB that does not know of the other one: without the lock both would write. */
    @Test
    void anotherCopyOfThePluginIsRefused() throws Exception {
        try (SinkFixture first = SinkFixture.of(file()).open(P0);
                URLClassLoader copy = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            first.put(rows(P0, 0, 2));
            Class<?> lock = copy.loadClass(OwnerLock.class.getName());
            Method of = lock.getDeclaredMethod("of", Path.class);
            of.setAccessible(true);

            assertThatThrownBy(() -> of.invoke(
                            null,
                            first.config()
                                    .database()
                                    .path()
                                    .at(new DatabasePath.Place(0, "", ""), java.time.Instant.EPOCH)))
                    .cause()
                    .hasMessageContaining("another plugin or connector of this worker has the database");
        }
    }

    private static URL[] classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(System.getProperty("path.separator")))
                .map(entry -> {
                    try {
                        return Path.of(entry).toUri().toURL();
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                })
                .toArray(URL[]::new);
    }

    @Test
    void anotherProcessIsRefused() throws Exception {
        try (SinkFixture first = SinkFixture.of(file()).open(P0)) {
            first.put(rows(P0, 0, 2));
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            OtherProcess.class.getName(),
                            file().toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

            assertThat(process.waitFor()).as(said).isZero();
            assertThat(said).contains("another process has the database");
        }
    }

    /** To open and close a file gives all locks back that the process has on it. */
    @Test
    @SuppressWarnings("MustBeClosedChecker") // there is nothing to close after a refusal
    void aRefusalDoesNotGiveTheLockOfTheOwnerBack() throws Exception {
        Path database = directory.resolve("other.duckdb");
        try (OwnerLock lock = OwnerLock.of(database)) {
            lock.publish(() -> "");
            assertThatThrownBy(() -> OwnerLock.of(database).close()).isInstanceOf(DatabaseException.class);
            assertThatThrownBy(() -> OwnerLock.published(database))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageEndingWith("is in this worker");
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            OtherProcess.class.getName(),
                            database.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

            assertThat(process.waitFor()).as(said).isZero();
            assertThat(said).contains("another process has the database");
        }
        OwnerLock.of(database).close();
    }

    /** Tries to become the owner of a database and says what came of it. */
    static final class OtherProcess {
        private OtherProcess() {}

        /** With the path of the database. */
        public static void main(String[] arguments) {
            try (OwnerLock lock = OwnerLock.of(Path.of(arguments[0]))) {
                lock.publish(() -> "");
                System.out.println("is the owner");
            } catch (IOException | SQLException e) {
                System.out.println(e);
            } catch (DatabaseException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void whatAnOwnerPublishesOthersCanRead() throws Exception {
        Path database = directory.resolve("other.duckdb");
        try (OwnerLock lock = OwnerLock.of(database)) {
            assertThat(readElsewhere(database)).contains("does not say what it has");
            lock.publish(() -> "a longer text before");
            lock.publish(() -> "shop logs 0 17\n");
            assertThat(OffsetsTable.published(readElsewhere(database), "shop")).containsEntry(P0, 17L);

            lock.hide();
            lock.hide();
            assertThat(readElsewhere(database)).contains("does not say what it has");
            lock.publish(() -> "shop logs 0 18\n");
            assertThat(readElsewhere(database)).contains("does not say what it has");
            lock.publish(() -> "shop logs 0 19\n");
            assertThat(OffsetsTable.published(readElsewhere(database), "shop")).containsEntry(P0, 19L);
        }
        assertThatThrownBy(() -> OwnerLock.published(database))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("has just gone");
    }

    /** Two that take over at the same time would wait for each other otherwise. */
    @Test
    void whatIsThereCanBeReadBeforeAnythingChanges() throws Exception {
        Path database = directory.resolve("other.duckdb");
        try (OwnerLock lock = OwnerLock.of(database)) {
            lock.announce(() -> "shop logs 0 5\n");
            assertThat(readElsewhere(database)).contains("shop logs 0 5");
            lock.hide();
            lock.announce(() -> "shop logs 0 6\n");
            assertThat(readElsewhere(database)).contains("does not say what it has");
            lock.publish(() -> "shop logs 0 7\n");
            lock.announce(() -> "shop logs 0 6\n");
            assertThat(readElsewhere(database)).contains("shop logs 0 7");
        }
    }

    /** Whether a transaction that failed is in the file is not known before the next one. */
    @Test
    void afterAFailureOthersReadNothingUntilTheNextTime() throws Exception {
        Path database = directory.resolve("other.duckdb");
        try (OwnerLock lock = OwnerLock.of(database)) {
            lock.publish(() -> "shop logs 0 17\n");
            lock.hide();
            lock.leaveHidden();
            assertThat(readElsewhere(database)).contains("does not say what it has");
            lock.publish(() -> "shop logs 0 18\n");
            assertThat(readElsewhere(database)).contains("shop logs 0 18");
        }
    }

    /** The worker interrupts tasks that do not end. */
    @Test
    @SuppressWarnings("MustBeClosedChecker") // closed at once
    void anInterruptedThreadKeepsTheLock() throws Exception {
        Path database = directory.resolve("other.duckdb");
        try (OwnerLock lock = OwnerLock.of(database)) {
            Thread.currentThread().interrupt();
            lock.publish(() -> "shop logs 0 17\n");
            assertThat(Thread.interrupted()).isTrue();
            assertThat(readElsewhere(database)).contains("shop logs 0 17");
        }
        OwnerLock.of(database).close();
    }

    @Test
    void aLinkToAFileThatIsNotThereIsRefused() throws Exception {
        Files.createSymbolicLink(directory.resolve("link.duckdb"), directory.resolve("missing.duckdb"));
        try (SinkFixture sink = SinkFixture.of(directory.resolve("link.duckdb")).open(P0)) {
            assertThatThrownBy(() -> sink.put(rows(P0, 0, 2)))
                    .isInstanceOf(ConnectException.class)
                    .isNotInstanceOf(RetriableException.class)
                    .hasMessageContaining("is a link to a file that is not there");
        }
    }

    /** What another process learns of the owner of {@code database}. */
    static String readElsewhere(Path database) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Reader.class.getName(),
                        database.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    /** Says what the owner of a database has published. */
    static final class Reader {
        private Reader() {}

        /** With the path of the database. */
        public static void main(String[] arguments) {
            try {
                System.out.print(OwnerLock.published(Path.of(arguments[0])));
            } catch (DatabaseException e) {
                System.out.print(e.getMessage());
            }
        }
    }

    @Test
    void theNextOwnerGetsTheFileWhenTheFirstHasStopped() {
        for (int round = 0; round < 3; round++) {
            try (SinkFixture sink = SinkFixture.of(file()).open(P0)) {
                sink.put(rows(P0, round, round + 1));
                sink.flush();

                assertThat(sink.query("SELECT count(*) FROM logs")).containsExactly(List.of("" + (round + 1)));
            }
        }
    }
}
