/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * A reverse proxy in front of an S3 server that fails requests by script or by chance. It forwards every header as it
 * came, Host included, so signatures stay valid: a client that signs for the proxy's address is verified for it. It
 * starts healthy. Safe for use by several threads.
 *
 * <pre>{@code
 * try (HttpFaultProxy proxy = HttpFaultProxy.to(s3.endpoint())) {
 *     proxy.once(S3Operation.COMPLETE_UPLOAD, Fault.LOSE_REPLY);
 *     // ... a client at proxy.endpoint() ...
 *     assertThat(proxy.faultCount(Fault.LOSE_REPLY)).isEqualTo(1);
 * }
 * }</pre>
 */
public final class HttpFaultProxy implements AutoCloseable {
    private final InetSocketAddress target;
    private final ServerSocket listener;
    private final FaultScript script = new FaultScript();
    private final List<Exchange> exchanges = new ArrayList<>();
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();

    private HttpFaultProxy(InetSocketAddress target, ServerSocket listener) {
        this.target = target;
        this.listener = listener;
    }

    /** A healthy proxy on a port of its own to the plain HTTP server at {@code server}. */
    public static HttpFaultProxy to(URI server) {
        if (!"http".equals(server.getScheme()) || server.getPort() < 0) {
            throw new IllegalArgumentException("need http://host:port but got " + server);
        }
        try {
            ServerSocket listener = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
            InetSocketAddress target = new InetSocketAddress(server.getHost(), server.getPort());
            HttpFaultProxy proxy = new HttpFaultProxy(target, listener);
            Threads.start("fault-proxy-" + listener.getLocalPort(), proxy::acceptAll);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException("could not open a proxy to " + server, e);
        }
    }

    /** Where clients connect: {@code http://127.0.0.1:port}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** The next request that asks for {@code operation} meets {@code fault}. */
    public HttpFaultProxy once(S3Operation operation, Fault fault) {
        return script(request -> request.operation() == operation, fault, 0, 1);
    }

    /** Every request that matches meets {@code fault}, until {@link #heal}. */
    public HttpFaultProxy always(Predicate<Exchange> when, Fault fault) {
        return script(when, fault, 0, Integer.MAX_VALUE);
    }

    /**
     * Of the requests that match, the first {@code skippedCount} are spared and the next {@code times} meet
     * {@code fault}. Rules that were given earlier go first.
     */
    public HttpFaultProxy script(Predicate<Exchange> when, Fault fault, int skippedCount, int times) {
        script.add(when, fault, skippedCount, times);
        return this;
    }

    /**
     * Requests that no rule claims fail with probability {@code rate}, each with one of {@code faults}. The sequence of
     * decisions depends on {@code seed} alone; which request gets which depends on the order of arrival.
     */
    public HttpFaultProxy random(long seed, double rate, Fault... faults) {
        if (faults.length == 0 || rate < 0 || rate > 1) {
            throw new IllegalArgumentException("need a rate from 0 to 1 and a fault, but got rate " + rate);
        }
        script.random(seed, rate, List.of(faults));
        return this;
    }

    /** Forgets all rules: every request is forwarded. */
    public HttpFaultProxy heal() {
        script.clear();
        return this;
    }

    /** Every request so far, in order of arrival. */
    public List<Exchange> exchanges() {
        synchronized (exchanges) {
            return List.copyOf(exchanges);
        }
    }

    /** The requests so far that ask for {@code operation}. */
    public List<Exchange> exchanges(S3Operation operation) {
        return exchanges().stream()
                .filter(exchange -> exchange.operation() == operation)
                .toList();
    }

    /** The number of requests so far. */
    public long requestCount() {
        return exchanges().size();
    }

    /** The number of requests that met {@code fault} so far. */
    public long faultCount(Fault fault) {
        return exchanges().stream()
                .filter(exchange -> exchange.fault() == fault)
                .count();
    }

    /** The number of requests that met any fault so far. */
    public long faultCount() {
        return requestCount() - faultCount(Fault.NONE);
    }

    /** Resets all connections and stops listening. The log stays. Idempotent. */
    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException("could not close the proxy at " + endpoint(), e);
        }
        clients.forEach(Sockets::reset);
    }

    /** Enters a request into the log and decides its fate. */
    Exchange admit(String method, String path, String query) {
        synchronized (exchanges) {
            Exchange request =
                    new Exchange(exchanges.size(), method, path, query.isEmpty() ? null : query, Fault.NONE, 0);
            Exchange decided = request.with(script.decide(request));
            exchanges.add(decided);
            return decided;
        }
    }

    /** Enters the answer to a request into the log. */
    void settle(Exchange request, int status) {
        synchronized (exchanges) {
            exchanges.set((int) request.index(), request.withStatus(status));
        }
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                serve(listener.accept());
            } catch (SocketException e) {
                // Closed by close(), or a client that gave up before it was accepted.
            } catch (IOException e) {
                throw new UncheckedIOException("the proxy at " + endpoint() + " broke", e);
            }
        }
    }

    private void serve(Socket client) {
        clients.add(client);
        if (listener.isClosed()) {
            Sockets.reset(client);
        }
        Threads.start("fault-proxy-" + listener.getLocalPort() + "-connection", () -> {
            try (HttpConnection connection = new HttpConnection(client, target, this)) {
                connection.run();
            } finally {
                clients.remove(client);
            }
        });
    }
}
