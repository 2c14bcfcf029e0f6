using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace GoogLeNetSharp.Samples.Serve;

/// <summary>Answers requests to classify an image.</summary>
internal sealed class ClassifyHandler(ServedClassifier classifier, ServeOptions options)
{
    private const string ProblemType = "application/problem+json";

    private readonly SemaphoreSlim _places = new(options.MaxRequests);

    public async Task HandleAsync(HttpContext context)
    {
        // before reading the body, so that the memory of waiting requests is limited too
        if (!_places.Wait(0))
        {
            context.Response.Headers.RetryAfter = "1";
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable,
                $"The limit of {options.MaxRequests} requests at once is reached; try again later.");
            return;
        }

        try
        {
            await ClassifyAsync(context);
        }
        catch (BadHttpRequestException error)
        {
            await RefuseAsync(context, error.StatusCode, error.Message);       // includes 413
        }
        catch (InvalidDataException error)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, error.Message);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // the client no longer waits for a response
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task ClassifyAsync(HttpContext context)
    {
        var top = Top(context.Request.Query["top"]);
        var bytes = await RequestImage.ReadAsync(context.Request, context.RequestAborted);
        var predictions = await classifier.ClassifyAsync(bytes, top, context.RequestAborted);
        await context.Response.WriteAsJsonAsync(new Answer(predictions), ServeJson.Default.Answer,
            cancellationToken: context.RequestAborted);
    }

    private int Top(string? text)
    {
        if (text is null) return options.TopK;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var top) && top >= 1
            ? top : throw new InvalidDataException($"top: expected a whole number from 1, got '{text}'.");
    }

    private static Task RefuseAsync(HttpContext context, int status, string reason)
    {
        context.Response.StatusCode = status;
        var problem = new Problem(status, ReasonPhrases.GetReasonPhrase(status), reason);
        return context.Response.WriteAsJsonAsync(problem, ServeJson.Default.Problem, ProblemType, context.RequestAborted);
    }
}
