/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A loopback TCP proxy that behaves like a bad network: slow, narrow, silent or broken, changed at any time and for the
 * connections that are open as well. It starts healthy. Safe for use by several threads.
 */
public final class TcpProxy implements AutoCloseable {
    private final InetSocketAddress target;
    private final ServerSocket listener;
    private final Link link = new Link();
    private final Set<TcpConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong acceptedCount = new AtomicLong();
    private volatile boolean refusing;

    private TcpProxy(InetSocketAddress target, ServerSocket listener) {
        this.target = target;
        this.listener = listener;
    }

    /** A healthy proxy on a port of its own to {@code host:port}; nobody need listen there yet. */
    public static TcpProxy to(String host, int port) {
        try {
            ServerSocket listener = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
            TcpProxy proxy = new TcpProxy(new InetSocketAddress(host, port), listener);
            Threads.start("tcp-proxy-" + listener.getLocalPort(), proxy::acceptAll);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException("could not open a proxy to " + host + ":" + port, e);
        }
    }

    /** Where clients connect instead of the target. */
    public int port() {
        return listener.getLocalPort();
    }

    /** {@code 127.0.0.1:port}. */
    public String address() {
        return "127.0.0.1:" + port();
    }

    /** Delays whatever travels, in either direction, by {@code oneWay}. */
    public TcpProxy latency(Duration oneWay) {
        link.latency(oneWay);
        return this;
    }

    /** Lets at most this many bytes per second through, both directions of all connections together. */
    public TcpProxy bandwidth(long bytesPerSecond) {
        link.bandwidth(bytesPerSecond);
        return this;
    }

    /** Accepts connections and keeps the open ones, and forwards nothing until {@link #heal}. */
    public TcpProxy stall() {
        link.stall(true);
        return this;
    }

    /** Resets every open connection now. */
    public TcpProxy reset() {
        connections.forEach(TcpConnection::reset);
        return this;
    }

    /** Resets every open connection, and each new one as soon as it is accepted, until {@link #heal}. */
    public TcpProxy refuse() {
        refusing = true;
        return reset();
    }

    /** Lets {@code replyBytes} more bytes from the target through, then resets the connection that passed the limit. */
    public TcpProxy cutAfter(long replyBytes) {
        link.cutAfter(replyBytes);
        return this;
    }

    /** Healthy again: no latency, no limit, no stall, nobody refused. Connections that were reset stay so. */
    public TcpProxy heal() {
        refusing = false;
        link.heal();
        return this;
    }

    /** The number of connections that clients opened so far. */
    public long acceptedCount() {
        return acceptedCount.get();
    }

    /** The number of connections open now. */
    public int openCount() {
        return connections.size();
    }

    /** Resets all connections and stops listening. Idempotent. */
    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException("could not close the proxy at " + address(), e);
        }
        link.heal();
        reset();
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                accept(listener.accept());
            } catch (SocketException e) {
                // Closed by close(), or a client that gave up before it was accepted.
            } catch (IOException e) {
                throw new UncheckedIOException("the proxy at " + address() + " broke", e);
            }
        }
    }

    private void accept(Socket client) {
        acceptedCount.incrementAndGet();
        if (refusing) {
            Sockets.reset(client);
            return;
        }
        TcpConnection connection = new TcpConnection(client, link, connections::remove);
        connections.add(connection);
        if (listener.isClosed()) {
            connection.reset();
        }
        Threads.start("tcp-proxy-" + port() + "-connection", () -> connection.run(target));
    }
}
