using Microsoft.AspNetCore.Http;

namespace Onboarding.Http;

/// <summary>Writes an answer in the caller's language, wherever the host writes it.</summary>
internal sealed class AnswerInReaderLanguage(IResult answer) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ReaderLanguage.Use(httpContext);
        await answer.ExecuteAsync(httpContext);
    }
}
