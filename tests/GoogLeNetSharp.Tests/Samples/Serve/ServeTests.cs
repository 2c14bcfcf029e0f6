using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Samples.Serve;

namespace GoogLeNetSharp.Tests.Samples.Serve;

/// <summary>The sample Serve over HTTP, in this process.</summary>
public sealed class ServeTests(ServedNetwork network) : IClassFixture<ServedNetwork>
{
    private const string NoImage =
        "image: cannot be read as an image: it is not a JPEG, PNG, WebP, BMP or other supported image, or its header is corrupt.";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    internal async Task Classify_Body_AnswersWithThePredictions()
    {
        await using var application = await ServedApplication.StartAsync(network.File);

        using var response = await PostAsync(application, network.Files[0]);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
        ShouldBe(await Predictions(response), network.Predict(network.Files[0], topK: 5));
    }

    [Fact]
    internal async Task Classify_Form_TakesItsFirstFile()
    {
        await using var application = await ServedApplication.StartAsync(network.File);
        using var form = new MultipartFormDataContent
        {
            { new StringContent("a text"), "comment" },
            { new ByteArrayContent(network.Files[1]), "image", "photo.png" },
        };

        using var response = await application.Client.PostAsync("/classify?top=2", form);

        ShouldBe(await Predictions(response), network.Predict(network.Files[1], topK: 2));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    internal async Task Classify_ManyAtOnce_AnswersAsOneByOne(int maxBatch)
    {
        await using var application = await ServedApplication.StartAsync(network.File, new ServeOptions { MaxBatch = maxBatch, TopK = 3 });

        var answers = await Task.WhenAll(Enumerable.Range(0, 48).Select(async i =>
        {
            using var response = await PostAsync(application, network.Files[i % network.Files.Count]);
            return await Predictions(response);
        }));

        for (var i = 0; i < answers.Length; i++) ShouldBe(answers[i], network.Predict(network.Files[i % network.Files.Count], topK: 3));
    }

    [Theory]
    [InlineData("this is a text", NoImage)]
    [InlineData("", "image: cannot be read as an image: the file is empty.")]
    internal async Task Classify_NoImage_IsBadRequestWithTheReason(string body, string reason)
    {
        await using var application = await ServedApplication.StartAsync(network.File);

        using var response = await PostAsync(application, Encoding.UTF8.GetBytes(body));

        await ShouldRefuse(response, HttpStatusCode.BadRequest, reason);
    }

    [Fact]
    internal async Task Classify_TooManyPixels_IsBadRequest()
    {
        await using var application = await ServedApplication.StartAsync(network.File, new ServeOptions { MaxPixels = 100 });

        using var response = await PostAsync(application, network.Files[0]);

        await ShouldRefuse(
            response, HttpStatusCode.BadRequest,
            "image: cannot be read as an image: it has 40 x 36 = 1,440 pixels, more than the 100 allowed.");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("many")]
    internal async Task Classify_BadTop_IsBadRequest(string top)
    {
        await using var application = await ServedApplication.StartAsync(network.File);

        using var response = await application.Client.PostAsync($"/classify?top={top}", new ByteArrayContent(network.Files[0]));

        await ShouldRefuse(response, HttpStatusCode.BadRequest, $"top: expected a whole number from 1, got '{top}'.");
    }

    [Theory]
    [InlineData("multipart/form-data", "anything", "Content-Type: multipart/form-data without a boundary.")]
    [InlineData("multipart/form-data; boundary=x", "--x--\r\n", "The form has no file.")]
    internal async Task Classify_FormWithoutFile_IsBadRequest(string type, string body, string reason)
    {
        await using var application = await ServedApplication.StartAsync(network.File);
        using var content = new StringContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        using var response = await application.Client.PostAsync("/classify", content);

        await ShouldRefuse(response, HttpStatusCode.BadRequest, reason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    internal async Task Classify_BodyBeyondTheLimit_IsContentTooLarge(bool chunked)
    {
        await using var application = await ServedApplication.StartAsync(network.File, new ServeOptions { MaxBytes = 100 });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/classify") { Content = new ByteArrayContent(network.Files[0]) };
        request.Headers.TransferEncodingChunked = chunked;

        using var response = await application.Client.SendAsync(request);

        await ShouldRefuse(response, HttpStatusCode.RequestEntityTooLarge,
            "Request body too large. The max request body size is 100 bytes.");
    }

    [Fact]
    internal async Task Classify_MoreAtOnceThanAllowed_IsServiceUnavailableUntilOneIsDone()
    {
        await using var application = await ServedApplication.StartAsync(network.File, new ServeOptions { MaxRequests = 1 });
        using var first = await HalfRequest.SendAsync(application.Address, network.Files[0]);

        using var refused = await PostUntilAsync(application, HttpStatusCode.ServiceUnavailable);
        var answer = await first.FinishAsync();

        refused.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(1));
        await ShouldRefuse(refused, HttpStatusCode.ServiceUnavailable, "The limit of 1 requests at once is reached; try again later.");
        answer.Should().StartWith("HTTP/1.1 200 OK").And.Contain("\"predictions\":[");
        (await PostUntilAsync(application, HttpStatusCode.OK)).Dispose();
    }

    [Fact]
    internal async Task Classify_ClientGoesAway_LeavesItsPlace()
    {
        await using var application = await ServedApplication.StartAsync(network.File, new ServeOptions { MaxRequests = 1 });
        using (await HalfRequest.SendAsync(application.Address, network.Files[0]))
            (await PostUntilAsync(application, HttpStatusCode.ServiceUnavailable)).Dispose();

        using var response = await PostUntilAsync(application, HttpStatusCode.OK);

        ShouldBe(await Predictions(response), network.Predict(network.Files[0], topK: 5));
    }

    [Fact]
    internal async Task Health_Running_IsHealthy()
    {
        await using var application = await ServedApplication.StartAsync(network.File);

        (await application.Client.GetStringAsync("/health")).Should().Be("Healthy");
    }

    [Fact]
    internal async Task Page_NeedsNothingFromElsewhere()
    {
        await using var application = await ServedApplication.StartAsync(network.File);

        using var response = await application.Client.GetAsync("/");

        var page = await response.Content.ReadAsStringAsync();
        response.Content.Headers.ContentType!.ToString().Should().Be("text/html; charset=utf-8");
        page.Should().Contain("fetch(decodeURIComponent(\"%2Fclassify\")").And.NotContain("http://").And.NotContain("https://");
    }

    private static Task<HttpResponseMessage> PostAsync(ServedApplication application, byte[] body) =>
        application.Client.PostAsync("/classify", new ByteArrayContent(body));

    // The server notices what the client did within moments, not at once.
    private async Task<HttpResponseMessage> PostUntilAsync(ServedApplication application, HttpStatusCode status)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var response = await PostAsync(application, network.Files[0]);
            if (response.StatusCode == status) return response;
            response.Dispose();
            await Task.Delay(5, patience.Token);
        }
    }

    private static async Task<Prediction[]> Predictions(HttpResponseMessage response)
    {
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return [.. json.RootElement.GetProperty("predictions").EnumerateArray().Select(prediction => new Prediction(
            prediction.GetProperty("label").GetString()!, prediction.GetProperty("index").GetInt32(),
            prediction.GetProperty("probability").GetSingle()))];
    }

    private static void ShouldBe(Prediction[] answer, IReadOnlyList<Prediction> expected)
    {
        answer.Select(prediction => (prediction.Label, prediction.Index)).Should()
            .Equal(expected.Select(prediction => (prediction.Label, prediction.Index)));
        answer.Zip(expected, (got, wanted) => Math.Abs(got.Probability - wanted.Probability)).Max().Should().BeLessThan(1e-4f);
    }

    private static async Task ShouldRefuse(HttpResponseMessage response, HttpStatusCode status, string reason)
    {
        response.StatusCode.Should().Be(status);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        json.RootElement.GetProperty("status").GetInt32().Should().Be((int)status);
        json.RootElement.GetProperty("detail").GetString().Should().Be(reason);
    }
}
