/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.faults;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a path-style S3 request asks for. */
public enum S3Operation {
    /** Stores an object in one request. */
    PUT_OBJECT,
    /** Reads an object or a range of it. */
    GET_OBJECT,
    /** Asks for the metadata of an object. */
    HEAD_OBJECT,
    /** Removes an object. */
    DELETE_OBJECT,
    /** Lists a bucket. */
    LIST_OBJECTS,
    /** Starts a multipart upload. */
    CREATE_UPLOAD,
    /** Stores one part. */
    UPLOAD_PART,
    /** Lists the parts of an upload. */
    LIST_PARTS,
    /** Lists the unfinished uploads of a bucket. */
    LIST_UPLOADS,
    /** Publishes a multipart upload. */
    COMPLETE_UPLOAD,
    /** Gives a multipart upload up. */
    ABORT_UPLOAD,
    /** Anything else. */
    OTHER;

    /** Classifies a request by its method, path and query, all as sent. */
    static S3Operation of(String method, String path, @Nullable String query) {
        boolean object = path.indexOf('/', 1) > 0 && path.indexOf('/', 1) < path.length() - 1;
        boolean upload = has(query, "uploadId");
        boolean uploads = has(query, "uploads");
        return switch (method) {
            case "PUT" -> !object ? OTHER : upload ? UPLOAD_PART : PUT_OBJECT;
            case "GET" -> get(object, upload, uploads);
            case "HEAD" -> object ? HEAD_OBJECT : OTHER;
            case "DELETE" -> !object ? OTHER : upload ? ABORT_UPLOAD : DELETE_OBJECT;
            case "POST" -> uploads ? CREATE_UPLOAD : upload ? COMPLETE_UPLOAD : OTHER;
            default -> OTHER;
        };
    }

    private static S3Operation get(boolean object, boolean upload, boolean uploads) {
        if (object) {
            return upload ? LIST_PARTS : GET_OBJECT;
        }
        return uploads ? LIST_UPLOADS : LIST_OBJECTS;
    }

    private static boolean has(@Nullable String query, String name) {
        return query != null
                && Arrays.stream(query.split("&", -1))
                        .anyMatch(pair -> pair.equals(name) || pair.startsWith(name + "="));
    }
}
