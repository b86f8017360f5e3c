/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/** One client's connection to a {@link HttpFaultProxy}: request after request, each with its own fate. */
final class HttpConnection implements AutoCloseable {
    private static final int CONTINUE = 100;
    private static final byte[] GO_ON = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(UTF_8);

    private final Socket client;
    private final InetSocketAddress target;
    private final HttpFaultProxy proxy;
    private @Nullable Upstream upstream;

    HttpConnection(Socket client, InetSocketAddress target, HttpFaultProxy proxy) {
        this.client = client;
        this.target = target;
        this.proxy = proxy;
    }

    /** Serves requests until one side ends the connection or a fault does. */
    void run() {
        try {
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream());
            OutputStream out = new BufferedOutputStream(client.getOutputStream());
            boolean goesOn = true;
            while (goesOn) {
                HttpHead request = HttpHead.read(in);
                goesOn = request != null && serve(request, in, out);
            }
        } catch (IOException e) {
            // Whatever broke, the client finds out by the end of its connection.
            Sockets.reset(client);
        }
    }

    @Override
    public void close() {
        Sockets.close(client);
        hangUp();
    }

    private boolean serve(HttpHead request, InputStream in, OutputStream out) throws IOException {
        Exchange exchange = proxy.admit(request.method(), request.path(), request.query());
        Fault fault = exchange.fault();
        if (fault.answers()) {
            return refuse(request, exchange, in, out);
        }
        return switch (fault) {
            case NONE -> forward(request, exchange, in, out);
            case LOSE_REPLY, CUT_REPLY -> {
                ByteArrayOutputStream reply = new ByteArrayOutputStream();
                // The client must be told to go on with its body, or the request would never be performed.
                forward(request, exchange, in, new ReplyHold(out, reply));
                if (fault == Fault.CUT_REPLY) {
                    out.write(reply.toByteArray(), 0, Math.max(1, reply.size() / 2));
                    out.flush();
                    // In order, or the reset could overtake the half that was sent.
                    client.shutdownOutput();
                }
                Sockets.reset(client);
                yield false;
            }
            case LOSE_REQUEST -> {
                Sockets.reset(client);
                yield false;
            }
            case SLOW_DOWN, SERVICE_UNAVAILABLE, INTERNAL_ERROR -> throw new IllegalStateException(fault + " answers");
        };
    }

    private boolean refuse(HttpHead request, Exchange exchange, InputStream in, OutputStream out) throws IOException {
        boolean goesOn = !request.expectsContinue() && request.keepsAlive();
        if (!request.expectsContinue()) {
            request.copyBody(in, OutputStream.nullOutputStream());
        }
        Fault fault = exchange.fault();
        String body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + fault.code()
                + "</Code><Message>injected by the test bed</Message><Resource>" + request.path()
                + "</Resource><RequestId>" + exchange.index() + "</RequestId></Error>";
        String head = "HTTP/1.1 " + fault.status() + " " + fault.code() + "\r\nContent-Type: application/xml\r\n"
                + "Content-Length: " + body.getBytes(UTF_8).length + "\r\n"
                + (goesOn ? "" : "Connection: close\r\n") + "\r\n";
        out.write(head.getBytes(UTF_8));
        if (!request.method().equals("HEAD")) {
            out.write(body.getBytes(UTF_8));
        }
        out.flush();
        proxy.settle(exchange, fault.status());
        return goesOn;
    }

    /** S3Proxy looks at the condition first and writes then; S3 does both at once, and here nobody comes in between. */
    private boolean forward(HttpHead request, Exchange exchange, InputStream in, OutputStream out) throws IOException {
        if (!request.isConditionalWrite()) {
            return forwardNow(request, exchange, in, out);
        }
        // All of the body first: whoever stops in the middle must not keep the others waiting.
        if (request.expectsContinue()) {
            out.write(GO_ON);
            out.flush();
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        request.copyBody(in, body);
        synchronized (proxy) {
            return forwardNow(request, exchange, new ByteArrayInputStream(body.toByteArray()), out);
        }
    }

    private boolean forwardNow(HttpHead request, Exchange exchange, InputStream in, OutputStream out)
            throws IOException {
        Upstream server = upstream();
        server.out.write(request.bytes());
        boolean continued = true;
        HttpHead answer = null;
        if (request.expectsContinue()) {
            server.out.flush();
            answer = answer(server);
            continued = answer.status() == CONTINUE;
            if (continued) {
                out.write(answer.bytes());
                out.flush();
            }
        }
        if (continued) {
            request.copyBody(in, server.out);
            server.out.flush();
            answer = finalAnswer(server, out);
        }
        if (answer == null) {
            throw new IOException("the server ended the connection without an answer");
        }
        out.write(answer.bytes());
        answer.copyReplyBody(request.method(), server.in, out);
        out.flush();
        proxy.settle(exchange, answer.status());
        boolean goesOn = continued && request.keepsAlive() && answer.keepsAlive();
        if (!goesOn) {
            hangUp();
        }
        return goesOn;
    }

    private static HttpHead finalAnswer(Upstream server, OutputStream out) throws IOException {
        HttpHead answer = answer(server);
        while (answer.status() < 200) {
            out.write(answer.bytes());
            answer = answer(server);
        }
        return answer;
    }

    private static HttpHead answer(Upstream server) throws IOException {
        HttpHead answer = HttpHead.read(server.in);
        if (answer == null) {
            throw new IOException("the server ended the connection without an answer");
        }
        return answer;
    }

    private Upstream upstream() throws IOException {
        Upstream open = upstream;
        if (open != null && !open.hasEnded()) {
            return open;
        }
        hangUp();
        Upstream fresh = new Upstream(target);
        upstream = fresh;
        return fresh;
    }

    private void hangUp() {
        Upstream open = upstream;
        if (open != null) {
            Sockets.close(open.socket);
            upstream = null;
        }
    }

    /** The connection to the server that belongs to one client's connection. */
    private static final class Upstream {
        private final Socket socket = new Socket();
        private final InputStream in;
        private final OutputStream out;

        Upstream(InetSocketAddress target) throws IOException {
            try {
                socket.setTcpNoDelay(true);
                socket.connect(target);
                in = new BufferedInputStream(socket.getInputStream());
                out = new BufferedOutputStream(socket.getOutputStream());
            } catch (IOException e) {
                Sockets.close(socket);
                throw e;
            }
        }

        /** Whether the server hung up while the connection was idle. */
        boolean hasEnded() {
            try {
                socket.setSoTimeout(1);
                in.mark(1);
                int next = in.read();
                in.reset();
                return next < 0;
            } catch (SocketTimeoutException e) {
                return false;
            } catch (IOException e) {
                return true;
            } finally {
                unlimited(socket);
            }
        }

        private static void unlimited(Socket socket) {
            try {
                socket.setSoTimeout(0);
            } catch (IOException e) {
                // Closed; the next use says so.
            }
        }
    }
}
