package org.gatepost.workbench.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Messages made to tire whoever looks into them. */
final class NestedParts {

    private NestedParts() {
    }

    /** A message of so many multiparts, each the only part of the one around it; without the last CRLF. */
    static String message(String subject, int depth) {
        StringBuilder message = new StringBuilder("From: a@remote.example\r\nSubject: ").append(subject).append("\r\nMIME-Version: 1.0\r\n");
        for (int i = 0; i < depth; i++) {
            message.append("Content-Type: multipart/mixed; boundary=b").append(i).append("\r\n\r\n--b").append(i).append("\r\n");
        }
        message.append("Content-Type: text/plain\r\n\r\nat the bottom\r\n");
        for (int i = depth - 1; i >= 0; i--) {
            message.append("--b").append(i).append("--\r\n");
        }
        return message.append("end").toString();
    }

    /** A message with an archive that holds an archive that holds, and so on, that holds the text; without the last CRLF. */
    static String archive(String subject, int depth, String text) throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < depth; i++) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(out)) {
                zip.putNextEntry(new ZipEntry(i == 0 ? "a.txt" : "a.zip"));
                zip.write(octets);
                zip.closeEntry();
            }
            octets = out.toByteArray();
        }
        return "From: a@remote.example\r\nSubject: " + subject + "\r\nMIME-Version: 1.0\r\nContent-Type: application/zip; name=a.zip\r\n"
                + "Content-Disposition: attachment; filename=a.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n" + Base64.getMimeEncoder().encodeToString(octets);
    }
}
