/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.faults;

import java.io.IOException;
import java.net.Socket;

/** The two ways to end a connection. */
final class Sockets {
    private Sockets() {}

    /** Ends it as a crash would: the other side reads a reset, and unsent bytes are lost. */
    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // Closed already; there is nobody left to reset.
        }
        close(socket);
    }

    /** Ends it in order. */
    static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone, which is what was wanted.
        }
    }
}
