using Microsoft.AspNetCore.Http;
using Onboarding.Http.Access;

namespace Onboarding.Http;

/// <summary>
/// Runs an operation for both hosts. Before it stands the framework's middleware: the exception handler, which makes
/// problems of what is thrown, and authorization by <see cref="ApiOperation.Authorization"/>.
/// </summary>
public static class ApiPipeline
{
    /// <summary>Checks the form of the call and hands it to the operation's handler.</summary>
    /// <exception cref="InvalidOperationException">
    /// Nobody was authenticated, though the operation asks for a permission: the host has left out authorization.
    /// </exception>
    public static async Task<IResult> Run(HttpContext context, ApiOperation operation)
    {
        if (operation.Permission is not null)
            _ = Caller.Of(context);
        SafeHeaders.Apply(context.Response);
        CallForm.Check(context.Request, operation);
        ReaderLanguage.Use(context);
        var answer = await operation.Handle(context);
        return HttpMethods.IsGet(operation.Method) && operation.Permission is not null
            ? ConditionalAnswer.Of(context, answer)
            : new AnswerInReaderLanguage(answer);
    }
}
