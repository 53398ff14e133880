package org.gatepost.conversion;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.gatepost.mail.MessageHeader;
import org.gatepost.mail.MimeSection;
import org.gatepost.sieve.message.MediaType;

/**
 * What entries and programs are told of a part. Type, disposition and name are in lower case.
 *
 * @param names of the file, by its disposition and by its type, since programs differ in which they use; one that is empty where it has none
 */
record PartTraits(Way way, String type, String subtype, String disposition, List<String> names) {

    /** Characters of a value that a program is told. */
    static final int VALUE_MAX = 200;

    /**
     * Between which channels the message goes.
     *
     * @param tags conversion tags that tables gave it
     */
    record Way(String source, String destination, List<String> tags) {
        Way {
            tags = List.copyOf(tags);
        }
    }

    static PartTraits of(MimeSection section, Way way) {
        Optional<MediaType> type = field(section, "content-type");
        Optional<MediaType> disposition = field(section, "content-disposition");
        String[] kind = section.type().split("/", 2);
        List<String> names = Stream.of(disposition.flatMap(said -> said.parameter("filename")), type.flatMap(said -> said.parameter("name"))).flatMap(Optional::stream)
                // Systems that open files pass over what stands at the end of a name.
                .map(name -> name.toLowerCase(Locale.ROOT).replaceAll("[. ]+$", "")).toList();
        return new PartTraits(way, kind[0], kind[1], disposition.map(MediaType::type).orElse(""), names.isEmpty() ? List.of("") : names);
    }

    private static Optional<MediaType> field(MimeSection section, String name) {
        return section.field(name).map(MessageHeader.Field::value).map(MediaType::read);
    }

    List<String> of(ConversionEntry.Condition condition) {
        return switch (condition) {
            case IN_CHANNEL -> List.of(way.source());
            case OUT_CHANNEL -> List.of(way.destination());
            case IN_TYPE -> List.of(type);
            case IN_SUBTYPE -> List.of(subtype);
            case IN_DISPOSITION -> List.of(disposition);
            case IN_NAME -> names;
            case TAG -> way.tags();
        };
    }

    /** For a program. What came from outside is cut and has no control characters, but may be anything else. */
    Map<String, String> environment() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("IN_CHANNEL", way.source());
        all.put("OUT_CHANNEL", way.destination());
        all.put("CONVERSION_TAG", value(String.join(",", way.tags())));
        all.put("INPUT_TYPE", value(type));
        all.put("INPUT_SUBTYPE", value(subtype));
        all.put("INPUT_DISPOSITION", value(disposition));
        all.put("INPUT_NAME", value(names.getFirst()));
        return all;
    }

    private static String value(String text) {
        return text.substring(0, Math.min(text.length(), VALUE_MAX)).replaceAll("\\p{Cntrl}", "?");
    }
}
