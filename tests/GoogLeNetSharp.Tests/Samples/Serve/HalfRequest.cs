using System.Net.Sockets;
using System.Text;

namespace GoogLeNetSharp.Tests.Samples.Serve;

/// <summary>A request to classify whose body is sent in two halves.</summary>
internal sealed class HalfRequest : IDisposable
{
    private readonly TcpClient _connection;
    private readonly byte[] _body;

    private HalfRequest(TcpClient connection, byte[] body) => (_connection, _body) = (connection, body);

    /// <summary>Sends the first half.</summary>
    public static async Task<HalfRequest> SendAsync(Uri address, byte[] body)
    {
        var request = new HalfRequest(new TcpClient(), body);
        await request._connection.ConnectAsync(address.Host, address.Port);
        var head = $"POST /classify HTTP/1.1\r\nHost: {address.Authority}\r\nConnection: close\r\nContent-Length: {body.Length}\r\n\r\n";
        await request._connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
        await request._connection.GetStream().WriteAsync(body.AsMemory(..(body.Length / 2)));
        return request;
    }

    /// <summary>Sends the second half; the answer.</summary>
    public async Task<string> FinishAsync()
    {
        await _connection.GetStream().WriteAsync(_body.AsMemory((_body.Length / 2)..));
        using var reader = new StreamReader(_connection.GetStream());
        return await reader.ReadToEndAsync();
    }

    /// <summary>Goes away.</summary>
    public void Dispose() => _connection.Dispose();
}
