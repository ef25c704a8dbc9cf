import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.LogManager;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Runs the veraPDF engine on many files: flavours are arguments, paths come on stdin one a line, and one JSON
 * object a line goes out for each file and flavour. Exits 0 whenever it could do its work, whatever it found.
 */
public final class Vera {
    private static final String PROFILES = "org/verapdf/pdfa/validation/";

    public static void main(String[] flavours) throws Exception {
        LogManager.getLogManager().reset(); // the engine logs what it then reports
        VeraGreenfieldFoundryProvider.initialise();
        Map<PDFAFlavour, ValidationProfile> profiles = new LinkedHashMap<>();
        for (String name : flavours) {
            PDFAFlavour flavour = PDFAFlavour.fromString(name);
            profiles.put(flavour, readProfile(flavour));
        }
        var paths = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (String path = paths.readLine(); path != null; path = paths.readLine()) {
            for (var entry : profiles.entrySet()) {
                out.println(validate(path, entry.getKey(), entry.getValue()));
            }
        }
    }

    private static String validate(String path, PDFAFlavour flavour, ValidationProfile profile) {
        String head = "{\"path\":" + json(path) + ",\"flavour\":" + json(flavour.getId());
        try (InputStream file = new FileInputStream(path);
                PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, false)) {
            ValidationResult result = validator.validate(parser);
            return head + ",\"compliant\":" + result.isCompliant() + ",\"checks\":" + result.getTotalAssertions()
                    + ",\"failures\":[" + failures(result) + "]}";
        } catch (Exception | LinkageError | StackOverflowError error) { // one bad file must not cost the others
            return head + ",\"error\":" + json(error) + "}";
        }
    }

    /** The failed rules, each with its first failure's words and place and the number of failures. */
    private static String failures(ValidationResult result) {
        return result.getTestAssertions().stream()
                .filter(test -> test.getStatus() == TestAssertion.Status.FAILED)
                .collect(Collectors.groupingBy(Vera::rule, TreeMap::new, Collectors.toList()))
                .entrySet().stream()
                .map(entry -> failure(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(","));
    }

    private static String rule(TestAssertion test) {
        return test.getRuleId().getClause() + "-" + test.getRuleId().getTestNumber();
    }

    private static String failure(String rule, List<TestAssertion> tests) {
        TestAssertion first = tests.get(0);
        String message = first.getErrorMessage() == null ? first.getMessage() : first.getErrorMessage();
        return "{\"rule\":" + json(rule) + ",\"message\":" + json(message)
                + ",\"where\":" + json(first.getLocation().getContext()) + ",\"count\":" + tests.size() + "}";
    }

    /** Reads a profile with the JDK's own DOM: the jar holds the profiles but not a whole JAXB to read them with. */
    private static ValidationProfile readProfile(PDFAFlavour flavour) throws Exception {
        var factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setNamespaceAware(true);
        Element root;
        try (InputStream in = Vera.class.getClassLoader().getResourceAsStream(PROFILES + fileName(flavour))) {
            if (in == null) {
                throw new IOException("the engine has no profile " + fileName(flavour));
            }
            root = factory.newDocumentBuilder().parse(in).getDocumentElement();
        }
        Set<Rule> rules = new HashSet<>();
        for (Element rule : below(root, "rules", "rule")) {
            rules.add(readRule(rule));
        }
        Set<Variable> variables = new HashSet<>();
        for (Element variable : below(root, "variables", "variable")) {
            variables.add(Profiles.variableFromValues(variable.getAttribute("name"), variable.getAttribute("object"),
                    text(variable, "defaultValue"), text(variable, "value")));
        }
        var details = Profiles.profileDetailsFromValues(flavour.getId(), flavour.getId(), "veraPDF", new Date(0));
        return Profiles.profileFromValues(flavour, details, "", rules, variables);
    }

    private static Rule readRule(Element rule) {
        Element id = children(rule, "id").get(0);
        Element error = children(rule, "error").get(0);
        List<ErrorArgument> arguments = new ArrayList<>();
        for (Element argument : below(error, "arguments", "argument")) {
            String name = argument.hasAttribute("name") ? argument.getAttribute("name") : null;
            arguments.add(ErrorArgumentImpl.fromValues(argument.getTextContent(), name, null));
        }
        var specification = PDFAFlavour.Specification.valueOf(id.getAttribute("specification"));
        int number = Integer.parseInt(id.getAttribute("testNumber"));
        Boolean deferred = rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null;
        return Profiles.ruleFromValues(
                Profiles.ruleIdFromValues(specification, id.getAttribute("clause"), number),
                rule.getAttribute("object"), deferred, rule.getAttribute("tags"), text(rule, "description"),
                text(rule, "test"), Profiles.errorFromValues(text(error, "message"), arguments), List.of());
    }

    private static String fileName(PDFAFlavour flavour) {
        String id = flavour.getId();
        if (id.equals("ua2")) {
            return "PDFUA-2-ISO32005.xml";
        }
        return id.startsWith("ua") ? "PDFUA-" + id.substring(2) + ".xml" : "PDFA-" + id.toUpperCase() + ".xml";
    }

    private static List<Element> below(Element element, String list, String item) {
        return children(element, list).stream().flatMap(found -> children(found, item).stream())
                .collect(Collectors.toList());
    }

    private static List<Element> children(Element element, String name) {
        List<Element> found = new ArrayList<>();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element && name.equals(child.getLocalName())) {
                found.add((Element) child);
            }
        }
        return found;
    }

    private static String text(Element element, String name) {
        return children(element, name).stream().findFirst().map(Element::getTextContent).orElse("");
    }

    private static String json(Object value) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char letter : String.valueOf(value).toCharArray()) {
            if (letter == '"' || letter == '\\') {
                quoted.append('\\').append(letter);
            } else if (letter < ' ' || Character.isSurrogate(letter)) {
                quoted.append(String.format("\\u%04x", (int) letter));
            } else {
                quoted.append(letter);
            }
        }
        return quoted.append('"').toString();
    }
}
