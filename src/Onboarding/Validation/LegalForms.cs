using System.Text.RegularExpressions;
using Onboarding.Requests;

namespace Onboarding.Validation;

/// <summary>
/// Lists the legal forms that are refused as a whole name (C §5.1), written out and abbreviated, as letters and digits
/// only. A name that merely holds one, or consists of the forms of two countries, is a company's: EE Limited, SAS AB.
/// </summary>
internal static partial class LegalForms
{
    private static readonly string[] Entries =
    [
        // English
        "inc", "incorporated", "corp", "corporation", "co", "company", "coltd", "coltda", "colimited",
        "companylimited", "companyltd", "llc", "limitedliabilitycompany", "limitedliabilitycorporation", "llp",
        "limitedliabilitypartnership", "lllp", "lp", "limitedpartnership", "pllc",
        "professionallimitedliabilitycompany", "pc", "professionalcorporation", "ltd", "limited", "limitedcompany",
        "plc", "publiclimitedcompany", "publiccompanylimited", "pcl", "publiccoltd", "cic",
        "communityinterestcompany", "cio", "charitableincorporatedorganisation", "generalpartnership",
        "soleproprietorship", "soletrader", "unlimited", "unlimitedcompany", "dac", "designatedactivitycompany",
        "clg", "companylimitedbyguarantee", "ulc", "pty", "ptyltd", "ptylimited", "proprietary",
        "proprietarylimited", "pte", "pteltd", "ptelimited", "privatelimited", "privateltd", "private", "pvt",
        "pvtltd", "pvtlimited", "privatelimitedcompany", "privatecompanylimited", "opc", "onepersoncompany",
        "opcpvtltd", "sdn", "bhd", "sdnbhd", "sendirianberhad", "berhad", "npc", "ccsa", "jointstockcompany",
        "publicjointstockcompany", "closedjointstockcompany", "openjointstockcompany", "jsc", "cjsc", "ojsc", "pjsc",
        "psc", "fze", "fzc", "fzco", "fzllc", "dmcc", "wll", "withlimitedliability", "bsc", "ksc", "kscc", "saog",
        "saoc",

        // German
        "gmbh", "gesellschaftmitbeschränkterhaftung", "gesmbh", "mbh", "ggmbh", "gemeinnützigegmbh", "gmbhcokg",
        "gmbhcokgaa", "gmbhundcokg", "gmbhcoohg", "agcokg", "agcokgaa", "ugcokg", "secokg", "secokgaa", "cokg", "ag",
        "aktiengesellschaft", "kg", "kommanditgesellschaft", "kgaa", "kommanditgesellschaftaufaktien", "ohg",
        "offenehandelsgesellschaft", "ug", "unternehmergesellschaft", "ughaftungsbeschränkt",
        "unternehmergesellschafthaftungsbeschränkt", "haftungsbeschränkt", "gbr", "egbr",
        "gesellschaftbürgerlichenrechts", "ev", "eingetragenerverein", "eg", "eingetragenegenossenschaft",
        "genossenschaft", "ek", "efrau", "ekfm", "eingetragenerkaufmann", "eu", "eingetragenesunternehmen",
        "einzelunternehmen", "partg", "partgmbb", "partnerschaftsgesellschaft", "stiftung", "se", "societaseuropaea",
        "societaseuropea", "sce", "kollektivgesellschaft", "klg",

        // French
        "sa", "sociétéanonyme", "sarl", "sociétéàresponsabilitélimitée", "sas", "sasu",
        "sociétéparactionssimplifiée", "sociétéparactionssimplifiéeunipersonnelle", "eurl", "earl",
        "entrepriseunipersonnelleàresponsabilitélimitée", "sci", "sociétécivile", "sociétécivileimmobilière", "snc",
        "sociétéennomcollectif", "scs", "sociétéencommanditeparactions", "sociétéencommanditesimple", "scop",
        "gie", "groupementdintérêtéconomique", "ei", "eirl", "selarl", "selas", "selafa", "asbl",
        "associationsansbutlucratif", "senc", "sencrl",

        // Italian
        "srl", "srls", "societàaresponsabilitàlimitata", "spa", "societàperazioni", "sapa",
        "societàinaccomanditaperazioni", "societàinaccomanditasemplice", "ss", "societàsemplice",
        "societàinnomecollettivo", "scarl", "scrl", "scpa", "societàcooperativa", "dittaindividuale",
        "impresaindividuale", "onlus",

        // Spanish and Portuguese
        "sl", "slu", "sll", "slne", "slp", "sau", "sc", "scl", "scoop", "sociedadlimitada", "sociedadanónima",
        "sociedadderesponsabilidadlimitada", "sociedadcivil", "sociedadlimitadaunipersonal",
        "sociedadcooperativa", "sderl", "sderldecv", "sderlmi", "srldecv", "sadecv", "sabdecv", "sacv", "sapidecv",
        "sapibdecv", "sapi", "sab", "sociedadanónimadecapitalvariable",
        "sociedadderesponsabilidadlimitadadecapitalvariable", "sociedadporaccionessimplificada", "cía",
        "cialtda", "compañía", "compañíalimitada", "ca", "compañíaanónima", "ltda",
        "limitada", "lda", "sociedadelimitada", "sociedadeanônima", "sociedadeporquotas",
        "sociedadeunipessoalporquotas", "unipessoal", "unipessoallda", "epp", "eireli",

        // Dutch and Belgian
        "bv", "beslotenvennootschap", "beslotenvennootschapmetbeperkteaansprakelijkheid", "nv",
        "naamlozevennootschap", "vof", "vennootschaponderfirma", "cv", "commanditairevennootschap", "cvba", "bvba",
        "sprl", "vzw", "verenigingzonderwinstoogmerk", "eenmanszaak", "stichting", "coöperatie", "commv",

        // Nordic and Baltic
        "ab", "aktiebolag", "aktiebolaget", "hb", "handelsbolag", "kb", "kommanditbolag", "ekonomiskförening",
        "ekför", "enskildfirma", "as", "aksjeselskap", "asa", "allmennaksjeselskap", "ans", "ansvarligselskap", "da",
        "enk", "enkeltpersonforetak", "aps", "anpartsselskab", "aktieselskab", "is", "interessentskab", "ks",
        "kommanditselskab", "oy", "osakeyhtiö", "oyj", "julkinenosakeyhtiö", "ky", "kommandiittiyhtiö",
        "tmi", "toiminimi", "osk", "ehf", "einkahlutafélag", "hf", "hlutafélag", "slf", "sf", "oü", "osaühing",
        "aktsiaselts", "füü", "mtü", "sia", "sabiedrībaarierobežotuatbildību", "akcijusabiedrība", "uab",
        "uždarojiakcinėbendrovė", "akcinėbendrovė", "mb", "iį", "vši",

        // Central and south-eastern Europe
        "spzoo", "spółkazoo", "spółkazograniczonąodpowiedzialnością", "spółkaakcyjna", "spj", "spółkajawna", "spk",
        "spółkakomandytowa", "spzoospk", "prostaspółkaakcyjna", "sro", "spolsro", "společnostsručenímomezeným",
        "spoločnosťsručenímobmedzeným", "akciováspolečnost", "akciováspoločnosť", "vos", "kft",
        "korlátoltfelelősségűtársaság", "zrt", "nyrt", "rt", "bt", "betétitársaság", "kkt",
        "zártkörűenműködőrészvénytársaság", "nyilvánosanműködőrészvénytársaság", "doo", "dooel",
        "društvosograničenomodgovornošću", "jdoo", "dd", "dioničkodruštvo", "delniškadružba",
        "družbazomejenoodgovornostjo", "ad", "akcionarskodruštvo", "obrt", "sp", "societatecurăspunderelimitată",
        "societatepeacțiuni", "pfa", "shpk", "sha", "ood", "eood", "ead", "et",

        // Greek
        "αε", "ανώνυμηεταιρεία", "ανώνυμηεταιρία", "επε", "εταιρείαπεριορισμένηςευθύνης",
        "ικε", "ιδιωτικήκεφαλαιουχικήεταιρεία", "οε", "ομόρρυθμηεταιρεία", "εε",
        "ετερόρρυθμηεταιρεία", "μονοπρόσωπηικε", "μονικε", "μεπε", "εδε", "epe", "ike",

        // Cyrillic
        "ооо", "обществосограниченнойответственностью", "оао", "открытоеакционерноеобщество", "зао",
        "закрытоеакционерноеобщество", "пао", "публичноеакционерноеобщество", "ао", "акционерноеобщество", "ип",
        "индивидуальныйпредприниматель", "гуп", "муп", "фгуп", "нко", "ано", "одо", "чуп", "уп", "оодо", "тоо",
        "товариществосограниченнойответственностью", "жшс", "ақ", "тов", "товариствозобмеженоювідповідальністю",
        "тзов", "пат", "прат", "приватнеакціонернетовариство", "публічнеакціонернетовариство", "фоп", "пп", "дп",
        "ат", "оод", "еоод", "ад", "еад", "ет", "дружествосограниченаотговорност", "акционернодружество", "доо",
        "друштвосаограниченомодговорношћу", "акционарскодруштво", "дооел", "мчж", "ooo", "oao", "zao", "pao", "tov",
        "too",

        // East Asia
        "株式会社", "有限会社", "合同会社", "合資会社", "合名会社", "一般社団法人", "一般財団法人", "公益社団法人", "公益財団法人", "医療法人", "学校法人", "社会福祉法人",
        "宗教法人", "特定非営利活動法人", "kk", "kabushikikaisha", "kabushikigaisha", "gk", "godokaisha", "yk", "yugengaisha",
        "公司", "有限公司", "有限责任公司", "有限責任公司", "股份有限公司", "股份公司", "集团有限公司", "集團有限公司", "集团公司", "责任有限公司", "有限合伙", "个体工商户",
        "企業社", "주식회사", "유한회사", "유한책임회사", "합자회사", "합명회사", "사단법인", "재단법인",

        // South-east Asia, Middle East and others
        "pt", "perseroanterbatas", "perseroan", "tbk", "pttbk", "persero", "tnhh", "côngtytnhh", "côngty",
        "côngtycổphần", "ctcp", "côngtytnhhmộtthànhviên", "บริษัทจำกัด", "บริษัท",
        "จำกัด", "บจก", "บมจ", "บริษัทจำกัดมหาชน", "จำกัดมหาชน", "หจก", "ห้างหุ้นส่วนจำกัด", "anonimşirketi",
        "anonimşirket", "ltdşti", "şti", "limitedşirketi", "limitedşirket",
        "kollektifşirketi", "בעמ", "חברהבעמ", "חלצ", "שמ", "ذمم", "شذمم", "شركةذاتمسؤوليةمحدودة", "شركةمساهمة",
        "شركة", "شمم", "شمس", "مساهمة", "huf", "प्राइवेटलिमिटेड", "लिमिटेड", "प्रालि", "mmc",
        "məhdudməsuliyyətlicəmiyyət", "qsc", "шп", "ххк", "хк", "სპს", "შპს", "სს", "ՍՊԸ", "ՓԲԸ", "ԲԲԸ",
    ];

    private static readonly HashSet<string> Forms = [.. Entries.Select(PlainText.Fold)];

    /// <summary>Gets whether the text is a legal form, with dots, blanks, accents and case ignored.</summary>
    public static bool Contains(string text)
    {
        var joined = Partner().Replace(text, "co");
        return joined.All(HasNoNameSign) && Forms.Contains(PlainText.Fold(joined));
    }

    // K+S and H&F are names, for all that KS and HF are forms.
    private static bool HasNoNameSign(char c) => c is not ('&' or '+' or '@' or '!' or '*');

    [GeneratedRegex(@"(&|\+)\s*co\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Partner();
}
