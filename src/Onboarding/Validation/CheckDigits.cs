namespace Onboarding.Validation;

/// <summary>
/// Checks the digits that registration numbers carry against mistyping, by the rule that each country's registry
/// publishes.
/// </summary>
internal static class CheckDigits
{
    /// <param name="Country">ISO 3166-1 alpha-2.</param>
    /// <param name="Name">The number's name in its country.</param>
    /// <param name="Form">The letters and digits that have such a check; another form is not checked.</param>
    /// <param name="IsRight">Checks the check digits.</param>
    public sealed record Rule(string Country, string Name, string Form, Func<string, bool> IsRight);

    public static IReadOnlyList<Rule> Rules { get; } =
    [
        // Código Aduanero, Resolución General DGI 3692: weights 5 4 3 2 7 6 5 4 3 2, modulus 11.
        new(
            "AR",
            "CUIT",
            @"^\d{11}$",
            number => (11 - Sum(number, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11 == Digit(number, 10)
        ),
        // Instrução Normativa RFB 2.119/2022 and 2.229/2024: letters count by their code less 48.
        new("BR", "CNPJ", @"^[A-Z\d]{12}\d{2}$", IsCnpj),
        // Resolution of the Ministry of Taxes of Belarus on the payer's account number (УНП).
        new("BY", "УНП", @"^\d{9}$", number => Sum(number, [29, 23, 19, 17, 13, 7, 5, 3]) % 11 == Digit(number, 8)),
        // Act CL of 2017 on the rules of taxation, on the first eight digits of the tax number (adószám).
        new(
            "HU",
            "adószám",
            @"^\d{8}(\d{3})?$",
            number => (10 - Sum(number, [9, 7, 3, 1, 9, 7, 3]) % 10) % 10 == Digit(number, 7)
        ),
        // GSTN, format of the GSTIN: base 36, every second character doubled.
        new("IN", "GSTIN", @"^\d{2}[A-Z]{5}\d{4}[A-Z][A-Z\d]Z[A-Z\d]$", IsGstin),
        // Government of Kazakhstan, Decree 853 of 22 May 2007 (БИН/ИИН): a second row of weights where the first gives
        // ten.
        new(
            "KZ",
            "БИН",
            @"^\d{12}$",
            number =>
                Digit(number, 11)
                == Twice(number, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2])
        ),
        // IDNO of the State Registration Chamber of Moldova: weights 7 3 1, modulus 10.
        new(
            "MD",
            "IDNO",
            @"^\d{13}$",
            number => Sum(number, [7, 3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1]) % 10 == Digit(number, 12)
        ),
        // Act of 13 October 1995 on the registration of taxpayers (NIP): weights 6 5 7 2 3 4 5 6 7, modulus 11. What
        // begins with a zero is a number of the court register (KRS), which has no check digit.
        new("PL", "NIP", @"^[1-9]\d{9}$", number => Sum(number, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 == Digit(number, 9)),
        // Order of the Federal Tax Service of Russia ММВ-7-6/435@ (ИНН), for organisations and for entrepreneurs.
        new(
            "RU",
            "ИНН",
            @"^\d{10}$",
            number => Sum(number, [2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10 == Digit(number, 9)
        ),
        new(
            "RU",
            "ИНН",
            @"^\d{12}$",
            number =>
                Sum(number, [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10 == Digit(number, 10)
                && Sum(number, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10 == Digit(number, 11)
        ),
        // Revenue Department of Thailand, taxpayer identification number: weights 13 to 2, modulus 11.
        new(
            "TH",
            "tax identification number",
            @"^\d{13}$",
            number => (11 - Sum(number, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 10 == Digit(number, 12)
        ),
        // Turkish Revenue Administration, vergi kimlik numarası.
        new("TR", "VKN", @"^\d{10}$", IsVkn),
        // State Statistics Service of Ukraine, ЄДРПОУ: other weights for the numbers of the thirties to fifties of
        // millions.
        new("UA", "ЄДРПОУ", @"^\d{8}$", IsEdrpou),
        // SENIAT of Venezuela, RIF: the letter counts as a digit.
        new("VE", "RIF", @"^[VEJPG]\d{9}$", IsRif),
        // Circular 105/2020/TT-BTC of Vietnam (mã số thuế), on the ten digits of the company.
        new(
            "VN",
            "mã số thuế",
            @"^\d{10}(\d{3})?$",
            number => 10 - Sum(number, [31, 29, 23, 19, 17, 13, 7, 5, 3]) % 11 == Digit(number, 9)
        ),
    ];

    private static int Digit(string number, int at) => number[at] - '0';

    private static int Sum(string number, ReadOnlySpan<int> weights)
    {
        var sum = 0;
        for (var at = 0; at < weights.Length; at++)
            sum += Digit(number, at) * weights[at];
        return sum;
    }

    private static int Twice(string number, ReadOnlySpan<int> first, ReadOnlySpan<int> second) =>
        Sum(number, first) % 11 is < 10 and var digit ? digit : Sum(number, second) % 11;

    private static bool IsCnpj(string number)
    {
        return Check(12) == Digit(number, 12) && Check(13) == Digit(number, 13);

        int Check(int length)
        {
            var sum = 0;
            for (var at = 0; at < length; at++)
                sum += Digit(number, at) * ((length - 1 - at) % 8 + 2);
            return 11 - sum % 11 is < 10 and var digit ? digit : 0;
        }
    }

    private static bool IsGstin(string number)
    {
        const string digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        var sum = 0;
        for (var at = 0; at < 14; at++)
        {
            var product = digits.IndexOf(number[at], StringComparison.Ordinal) * (1 + at % 2);
            sum += product / 36 + product % 36;
        }

        return digits[(36 - sum % 36) % 36] == number[14];
    }

    private static bool IsVkn(string number)
    {
        var sum = 0;
        for (var at = 0; at < 9; at++)
        {
            var shifted = (Digit(number, at) + 9 - at) % 10;
            if (shifted > 0)
                sum += shifted * (1 << (9 - at)) % 9 is > 0 and var rest ? rest : 9;
        }

        return (10 - sum % 10) % 10 == Digit(number, 9);
    }

    private static bool IsEdrpou(string number)
    {
        var isLater = string.CompareOrdinal(number, "30000000") >= 0 && string.CompareOrdinal(number, "60000000") <= 0;
        int[] weights = isLater ? [7, 1, 2, 3, 4, 5, 6] : [1, 2, 3, 4, 5, 6, 7];
        return Twice(number, weights, [.. weights.Select(weight => weight + 2)]) % 10 == Digit(number, 7);
    }

    private static bool IsRif(string number)
    {
        var letter = "VEJPG".IndexOf(number[0], StringComparison.Ordinal) + 1;
        var sum = 4 * letter + Sum(number[1..], [3, 2, 7, 6, 5, 4, 3, 2]);
        return 11 - sum % 11 is < 10 and var digit ? digit == Digit(number, 9) : Digit(number, 9) == 0;
    }
}
