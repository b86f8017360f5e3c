/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Where objects lie, as an operator writes it: {@code s3://bucket/prefix} or {@code file:///directory}. Everything
 * after the scheme is taken literally: nothing is percent-decoded.
 */
public sealed interface StoreUri {
    /**
     * Reads {@code text}.
     *
     * @throws IllegalArgumentException if it is neither of the two forms; the message names the text and the reason
     */
    static StoreUri parse(String text) {
        if (text.startsWith(S3.SCHEME)) {
            return S3.of(text);
        }
        if (text.startsWith(Directory.SCHEME)) {
            return Directory.of(text);
        }
        throw refusal(text, "must start with s3:// or file:///");
    }

    private static IllegalArgumentException refusal(String text, String reason) {
        return new IllegalArgumentException("store '" + text + "' " + reason);
    }

    /**
     * A bucket with a prefix below which all keys lie.
     *
     * @param bucket the name of the bucket
     * @param prefix a valid {@link ObjectKey}, or empty for the whole bucket
     */
    record S3(String bucket, String prefix) implements StoreUri {
        private static final String SCHEME = "s3://";
        /** What AWS allows now and once allowed: the store itself has the last word. */
        private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]");

        public S3 {
            if (!BUCKET.matcher(bucket).matches()) {
                throw new IllegalArgumentException("bucket '" + bucket + "' is not a bucket name");
            }
            if (!prefix.isEmpty()) {
                ObjectKey.requireValid(prefix);
            }
        }

        private static S3 of(String text) {
            String rest = text.substring(SCHEME.length());
            int slash = rest.indexOf('/');
            String bucket = slash < 0 ? rest : rest.substring(0, slash);
            String prefix = slash < 0 ? "" : rest.substring(slash + 1);
            if (prefix.endsWith("/")) {
                prefix = prefix.substring(0, prefix.length() - 1);
            }
            try {
                return new S3(bucket, prefix);
            } catch (IllegalArgumentException e) {
                throw refusal(text, "must look like s3://bucket/prefix: " + e.getMessage());
            }
        }

        /** The URI in its shortest form, without a slash at the end. */
        @Override
        public String toString() {
            return SCHEME + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
        }
    }

    /**
     * A directory of a file system that every task can reach.
     *
     * @param path absolute and normalised
     */
    record Directory(Path path) implements StoreUri {
        private static final String SCHEME = "file://";

        public Directory {
            if (!path.isAbsolute()) {
                throw new IllegalArgumentException("directory '" + path + "' is not absolute");
            }
            path = path.normalize();
        }

        private static Directory of(String text) {
            String path = text.substring(SCHEME.length());
            if (!path.startsWith("/")) {
                throw refusal(text, "must look like file:///directory");
            }
            try {
                return new Directory(Path.of(path));
            } catch (InvalidPathException e) {
                throw refusal(text, "must look like file:///directory: " + e.getReason());
            }
        }

        /** The URI in its shortest form, without a slash at the end. */
        @Override
        public String toString() {
            return SCHEME + path;
        }
    }
}
