/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;

/** Whether bodies carry checksums beyond what the signature covers. */
public enum ChecksumMode {
    /** Wherever S3 knows them: a CRC32 with every upload. */
    WHEN_SUPPORTED(RequestChecksumCalculation.WHEN_SUPPORTED, ResponseChecksumValidation.WHEN_SUPPORTED),
    /** Only where S3 insists, for servers that do not know checksums, such as older Ceph. */
    WHEN_REQUIRED(RequestChecksumCalculation.WHEN_REQUIRED, ResponseChecksumValidation.WHEN_REQUIRED);

    private final RequestChecksumCalculation request;
    private final ResponseChecksumValidation response;

    ChecksumMode(RequestChecksumCalculation request, ResponseChecksumValidation response) {
        this.request = request;
        this.response = response;
    }

    /** Whether bodies may be signed in chunks; older servers refuse such bodies when they are empty. */
    boolean isChunked() {
        return this == WHEN_SUPPORTED;
    }

    RequestChecksumCalculation request() {
        return request;
    }

    ResponseChecksumValidation response() {
        return response;
    }
}
