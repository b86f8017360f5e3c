/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.process;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Every child of this JVM, so that none outlives it: a shutdown hook ends them, and a shell that reads from this JVM
 * ends
 * them when it cannot run the hook any more.
 */
final class Orphans {
    /**
     * Collects process ids until the end of its input, which is the end of this JVM, and kills what is left of them.
     */
    private static final String GUARD = """
            trap '' INT TERM HUP
            living=
            while read -r event pid; do
              others=
              for other in $living; do [ "$other" = "$pid" ] || others="$others $other"; done
              if [ "$event" = started ]; then living="$others $pid"; else living=$others; fi
            done
            for pid in $living; do kill -9 "$pid" 2>/dev/null; done
            """;

    private static final Set<Process> CHILDREN = ConcurrentHashMap.newKeySet();
    private static @Nullable OutputStream guard;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Orphans::killAll, "testbed-orphans"));
    }

    private Orphans() {}

    /** Nobody waits for the end of a child here, so the future that stands for it is of no use. */
    @SuppressWarnings("FutureReturnValueIgnored")
    static void adopt(Process child) {
        CHILDREN.add(child);
        report("started", child);
        child.onExit().thenAccept(gone -> {
            CHILDREN.remove(gone);
            report("ended", gone);
        });
    }

    private static void killAll() {
        CHILDREN.forEach(Process::destroyForcibly);
    }

    private static synchronized void report(String event, Process child) {
        try {
            OutputStream open = guard;
            if (open == null) {
                open = startGuard();
                guard = open;
            }
            open.write((event + " " + child.pid() + "\n").getBytes(StandardCharsets.US_ASCII));
            open.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("could not tell the guard of process " + child.pid(), e);
        }
    }

    private static OutputStream startGuard() throws IOException {
        return new ProcessBuilder("/bin/sh", "-c", GUARD)
                .directory(Path.of("/").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .getOutputStream();
    }
}
