using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Inference.Kernels;

namespace GoogLeNetSharp.Inference.Execution;

/// <summary>Runs a graph, with a plan for each input shape and an arena for each concurrent call. Thread-safe.</summary>
internal sealed unsafe class PlanRunner : IDisposable
{
    // plans are small because they share weights
    private const int MaxPlans = 32;

    private readonly KernelSet _kernels;
    private readonly int _threads;
    private readonly ThreadTeam _team;
    private readonly PackedWeights _weights = new();
    private readonly Dictionary<(long, long, long, long), Plan> _plans = [];
    private readonly Stack<Workspace> _free = [];
    private readonly Lock _planning = new();
    private readonly Lock _workspaces = new();
    private long _calls;

    /// <summary>Prepares a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="kernels">The kernels.</param>
    /// <param name="threads">Number of threads per call.</param>
    /// <param name="team">The threads.</param>
    public PlanRunner(InferenceGraph graph, KernelSet kernels, int threads, ThreadTeam team)
    {
        Graph = Prepare(graph);
        (_kernels, _threads, _team) = (kernels, threads, team);
    }

    /// <summary>The graph.</summary>
    public InferenceGraph Graph { get; }

    /// <summary>Optimizes a graph: folds batch norm and scales, removes dropout, and fuses activations with the preceding layers.</summary>
    public static InferenceGraph Prepare(InferenceGraph graph)
    {
        var edit = new GraphEdit(graph.DropDropout().FoldBatchNorm());
        foreach (var node in edit.Source.Nodes) edit.Add(node is BatchNormNode norm ? norm.ToScale() : node);
        return edit.Finish().FoldScales().FuseRelu().FuseActivations();
    }

    /// <summary>Runs a batch.</summary>
    /// <param name="input">N x C x H x W or N x F, in row-major order.</param>
    /// <param name="images">N.</param>
    /// <param name="sample">The shape without batch axis, accepted by the graph.</param>
    /// <param name="outputs">Receive the outputs, in row-major order; null for outputs not requested.</param>
    /// <param name="cancellationToken">Cancels between steps.</param>
    public void Run(float* input, long images, long[] sample, float** outputs, CancellationToken cancellationToken)
    {
        var plan = PlanFor(images, sample);
        var workspace = Rent();
        try
        {
            workspace.Run(plan, input, outputs, cancellationToken);
        }
        finally
        {
            lock (_workspaces) _free.Push(workspace);
        }
    }

    /// <summary>Frees weights and arenas. No call may be running.</summary>
    public void Dispose()
    {
        foreach (var workspace in _free) workspace.Dispose();
        _weights.Dispose();
    }

    private Plan PlanFor(long images, long[] sample)
    {
        var key = sample is [var channels, var height, var width] ? (images, channels, height, width) : (images, sample[0], 0, 0);
        lock (_planning)
        {
            if (!_plans.TryGetValue(key, out var plan))
            {
                if (_plans.Count >= MaxPlans) _plans.Remove(_plans.MinBy(pair => pair.Value.LastUse).Key);
                _plans[key] = plan = PlanBuilder.Build(Graph, _kernels, _weights, _threads, images, sample);
            }

            plan.LastUse = ++_calls;
            return plan;
        }
    }

    private Workspace Rent()
    {
        lock (_workspaces)
        {
            if (_free.TryPop(out var workspace)) return workspace;
        }

        return new Workspace(_team, _threads);
    }
}
