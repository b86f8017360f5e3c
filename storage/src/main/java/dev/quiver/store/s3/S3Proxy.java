/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy on the way to the server.
 *
 * @param server with scheme, host and port
 * @param user null where the proxy asks for nobody
 * @param password never part of {@link #toString}
 */
public record S3Proxy(
        URI server, @Nullable String user, @Nullable String password) {
    public S3Proxy {
        if (server.getHost() == null || server.getPort() < 0) {
            throw new IllegalArgumentException("proxy '" + server + "' must look like http://host:port");
        }
        if (server.getUserInfo() != null) {
            throw new IllegalArgumentException("proxy '" + server.getHost() + "' must not carry a user in its address");
        }
        if ((user == null) != (password == null)) {
            throw new IllegalArgumentException("a proxy needs a user and a password, or neither");
        }
    }

    @Override
    public String toString() {
        return "S3Proxy[server=" + server + ", user=" + user + "]";
    }
}
