using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;
using Onboarding.Customers;

namespace Onboarding.Notifications;

/// <summary>Hands mail to the configured server. Its failures name neither an address nor a text.</summary>
internal sealed class MailSender(ISecretVault vault, IOptions<NotificationOptions> options)
{
    /// <exception cref="StepFailedException">
    /// It was not taken; retryable unless the server refuses it for good.
    /// </exception>
    public async Task Send(MailText mail, CancellationToken cancellationToken)
    {
        var smtp = options.Value.Smtp;
        if (smtp.Host is null)
            throw NotDelivered("No mail server is configured (Notifications:Smtp:Host).", retryable: false);

        using var message = Message(mail, smtp.From!);
        using var client = new SmtpClient { Timeout = (int)options.Value.Timeout.TotalMilliseconds };
        try
        {
            await client.ConnectAsync(smtp.Host, smtp.Port, SecurityOf(smtp.Security), cancellationToken);
            if (smtp.UserName is { } user)
                await client.AuthenticateAsync(user, await Password(smtp, cancellationToken), cancellationToken);
            await client.SendAsync(message, cancellationToken);
        }
        catch (SmtpCommandException refused)
        {
            throw NotDelivered(
                $"The mail server answered {(int)refused.StatusCode}.",
                retryable: (int)refused.StatusCode < 500
            );
        }
        catch (AuthenticationException)
        {
            throw NotDelivered("The mail server refuses the sign-in.", retryable: true);
        }
        catch (SslHandshakeException)
        {
            throw NotDelivered(
                "The mail server's certificate is not to be trusted, or it speaks no TLS at this port.",
                retryable: true
            );
        }
        catch (Exception unreachable)
            when (unreachable
                    is IOException
                        or SocketException
                        or ProtocolException
                        or TimeoutException
                        or NotSupportedException
            )
        {
            throw NotDelivered($"The mail server cannot be reached ({unreachable.GetType().Name}).", retryable: true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw NotDelivered("The mail server does not answer in time.", retryable: true);
        }

        await Disconnect(client, cancellationToken);
    }

    // The message is taken by then: a server that hangs up instead of answering changes nothing.
    private static async Task Disconnect(SmtpClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception unreachable)
            when (unreachable
                    is IOException
                        or SocketException
                        or ProtocolException
                        or TimeoutException
                        or OperationCanceledException
            )
        {
            // The mail is sent; how the connection ends is no matter.
        }
    }

    private static MimeMessage Message(MailText mail, string from)
    {
        var sender = MailboxAddress.Parse(from);
        var message = new MimeMessage { Subject = mail.Subject, MessageId = $"{mail.Id}@{sender.Domain}" };
        message.From.Add(sender);
        message.To.Add(new MailboxAddress(name: null, mail.To));
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        var body = new BodyBuilder { TextBody = mail.Text, HtmlBody = mail.Html };
        if (mail.Attachment is { } file)
            body.Attachments.Add(file.Name, file.Content, new ContentType("application", "pdf"));
        message.Body = body.ToMessageBody();
        return message;
    }

    private async Task<string> Password(SmtpOptions smtp, CancellationToken cancellationToken) =>
        await vault.Find(smtp.PasswordName, cancellationToken)
        ?? throw NotDelivered(
            $"The vault holds no secret named '{smtp.PasswordName}' (Notifications:Smtp:PasswordName).",
            retryable: true
        );

    private static SecureSocketOptions SecurityOf(SmtpSecurity security) =>
        security switch
        {
            SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
            SmtpSecurity.None => SecureSocketOptions.None,
            _ => SecureSocketOptions.StartTls,
        };

    private static StepFailedException NotDelivered(string message, bool retryable) =>
        new(new StepFailure(ErrorCodes.NotDelivered, message, retryable));
}
