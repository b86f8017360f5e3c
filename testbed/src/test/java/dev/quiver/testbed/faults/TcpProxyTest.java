/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.testbed.process.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TcpProxyTest {
    private static final int READ_WITHIN_MS = 10_000;

    private EchoServer server;
    private TcpProxy proxy;
    private Socket client;

    @BeforeEach
    void connect() throws IOException {
        server = new EchoServer();
        proxy = TcpProxy.to("127.0.0.1", server.port());
        client = open();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        proxy.close();
        server.close();
    }

    @Test
    void aHealthyProxyForwardsBothWays() throws IOException {
        assertThat(echo(1_000_000)).isEqualTo(1_000_000);
        assertThat(proxy.acceptedCount()).isEqualTo(1);
        assertThat(proxy.openCount()).isEqualTo(1);
    }

    @Test
    void latencyDelaysEachWay() throws IOException {
        proxy.latency(Duration.ofMillis(150));

        long elapsedMs = elapsedMs(() -> echo(10));

        assertThat(elapsedMs).isBetween(300L, 5_000L);
    }

    @Test
    void bandwidthLimitsTheThroughput() throws IOException {
        proxy.bandwidth(100_000);

        // Twenty kilobytes there and twenty back.
        assertThat(elapsedMs(() -> echo(20_000))).isBetween(390L, 5_000L);
    }

    @Test
    void aResetBreaksOpenConnectionsButNotNewOnes() throws IOException {
        echo(1);

        proxy.reset();

        assertThatThrownBy(() -> echo(1)).isInstanceOf(SocketException.class);
        client.close();
        client = open();
        assertThat(echo(5)).isEqualTo(5);
    }

    @Test
    void aStalledProxyForwardsWhenItIsHealed() throws IOException {
        proxy.stall();
        client.setSoTimeout(200);
        assertThatThrownBy(() -> echo(3)).isInstanceOf(SocketTimeoutException.class);

        proxy.heal();

        client.setSoTimeout(READ_WITHIN_MS);
        assertThat(client.getInputStream().readNBytes(3)).hasSize(3);
    }

    @Test
    void aStalledProxyStillAccepts() throws IOException {
        proxy.stall();

        try (Socket second = open()) {
            assertThat(second.isConnected()).isTrue();
        }
    }

    @Test
    void aRefusingProxyResetsUntilItIsHealed() throws IOException {
        proxy.refuse();
        try (Socket refused = open()) {
            assertThatThrownBy(() -> {
                        refused.getOutputStream().write(1);
                        if (refused.getInputStream().read() < 0) {
                            throw new SocketException("ended");
                        }
                    })
                    .isInstanceOf(SocketException.class);
        }

        proxy.heal();

        client.close();
        client = open();
        assertThat(echo(5)).isEqualTo(5);
    }

    @Test
    void aCutLetsExactlyThatManyReplyBytesThrough() throws IOException {
        proxy.cutAfter(100);
        client.getOutputStream().write(new byte[99]);
        assertThat(client.getInputStream().readNBytes(99)).hasSize(99);

        assertThatThrownBy(() -> echo(50)).isInstanceOf(SocketException.class);
        client.close();
        client = open();
        assertThat(echo(500)).isEqualTo(500);
    }

    @Test
    void aTargetThatIsNotThereResetsTheClient() {
        try (TcpProxy toNobody = TcpProxy.to("127.0.0.1", Ports.free())) {
            // The reset may come as early as in connect, or as late as in read.
            assertThatThrownBy(() -> {
                        try (Socket lost = open(toNobody)) {
                            if (lost.getInputStream().read() < 0) {
                                throw new SocketException("ended");
                            }
                        }
                    })
                    .isInstanceOf(SocketException.class);
        }
    }

    private Socket open() throws IOException {
        return open(proxy);
    }

    private static Socket open(TcpProxy target) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), target.port());
        socket.setSoTimeout(READ_WITHIN_MS);
        return socket;
    }

    private int echo(int count) throws IOException {
        Threads.start("writer", () -> {
            try {
                client.getOutputStream().write(new byte[count]);
            } catch (IOException e) {
                // The reader finds out as well.
            }
        });
        int read = client.getInputStream().readNBytes(count).length;
        if (read < count) {
            throw new SocketException("ended after " + read + " bytes");
        }
        return read;
    }

    private static long elapsedMs(IoAction action) throws IOException {
        long startNs = System.nanoTime();
        action.run();
        return Duration.ofNanos(System.nanoTime() - startNs).toMillis();
    }

    /** Something to time. */
    private interface IoAction {
        int run() throws IOException;
    }
}
