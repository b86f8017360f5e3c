/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.function.Consumer;

/** One client's connection through a {@link TcpProxy}: two sockets, and a thread for each direction. */
final class TcpConnection {
    /** Large, so that latency costs little throughput: each read is delayed as a whole. */
    private static final int CHUNK_BYTES = 256 * 1024;

    private final Socket client;
    private final Socket server = new Socket();
    private final Link link;
    private final Consumer<TcpConnection> onEnd;

    TcpConnection(Socket client, Link link, Consumer<TcpConnection> onEnd) {
        this.client = client;
        this.link = link;
        this.onEnd = onEnd;
    }

    /** Connects to {@code target} and forwards until one side ends. */
    void run(InetSocketAddress target) {
        try {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(target);
            Thread requests = Threads.start("tcp-proxy-requests", () -> pump(client, server, false));
            pump(server, client, true);
            requests.join();
        } catch (IOException e) {
            reset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reset();
        } finally {
            Sockets.close(client);
            Sockets.close(server);
            onEnd.accept(this);
        }
    }

    /** Ends both sides with a reset. */
    void reset() {
        Sockets.reset(client);
        Sockets.reset(server);
    }

    private void pump(Socket from, Socket to, boolean replies) {
        byte[] chunk = new byte[CHUNK_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                int allowed = replies ? link.passReply(count) : link.pass(count);
                out.write(chunk, 0, allowed);
                out.flush();
                if (allowed < count) {
                    reset();
                    return;
                }
            }
            to.shutdownOutput();
        } catch (IOException e) {
            reset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reset();
        }
    }
}
