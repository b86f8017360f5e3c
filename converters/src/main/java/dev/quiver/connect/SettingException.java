/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.connect;

import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** A configuration value is refused; remembers which key it stands under, so that a form can show it there. */
public final class SettingException extends ConfigException {
    private static final long serialVersionUID = 1L;

    private final String key;

    /** {@code value} ends up in the message and must not be a secret. */
    public SettingException(String key, @Nullable Object value, String reason) {
        super(key, value, reason);
        this.key = key;
    }

    /** The key whose value must change. */
    public String key() {
        return key;
    }
}
