using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>Parameters with the same learning rate and weight decay.</summary>
/// <param name="RateFactor">Factor of the learning rate.</param>
/// <param name="WeightDecay">Weight decay.</param>
/// <param name="Parameters">The parameters, with their names.</param>
internal sealed record GroupedParameters(double RateFactor, double WeightDecay,
    IReadOnlyList<(string Name, Parameter Parameter)> Parameters)
{
    /// <summary>Creates the groups of trainable parameters from the options. The first matching <see cref="ParameterGroup"/>
    /// applies.</summary>
    /// <exception cref="ArgumentException">A group contains no parameter.</exception>
    public static IReadOnlyList<GroupedParameters> Of(nn.Module model, TrainerOptions options)
    {
        var trained = model.named_parameters().Where(entry => entry.parameter.requires_grad).ToArray();
        var groups = options.ParameterGroups ?? [];
        foreach (var group in groups)
        {
            if (!trained.Any(entry => group.Has(entry.name)))
            {
                throw new ArgumentException($"ParameterGroups: the network has no parameter to train at \"{group.Path}\".",
                    nameof(options));
            }
        }

        return
        [
            .. trained.GroupBy(entry => SettingsOf(entry.name, entry.parameter))
                .Select(group => new GroupedParameters(group.Key.RateFactor, group.Key.WeightDecay, [.. group])),
        ];

        (double RateFactor, double WeightDecay) SettingsOf(string name, Parameter parameter)
        {
            var own = groups.FirstOrDefault(group => group.Has(name));
            // weights of norms and biases have one dimension
            var decay = own?.WeightDecay ?? (parameter.dim() > 1 || options.Optimizer.DecaysNormsAndBiases
                ? options.Optimizer.WeightDecay : 0);
            return (own?.RateFactor ?? 1, decay);
        }
    }
}
