// Imaging IMAGE: from a file to the input of a network, and from logits to a class.
using GoogLeNetSharp.Imaging;

var image = ImageDecoder.Read(args[0]);
var (values, height, width) = Preprocessing.ImageNet.ToValues(image);
var prediction = Predictions.Of([0, 2, 1], topK: 1, new Labels(["ant", "bee", "cat"]))[0];
Console.WriteLine($"{values.Length / (height * width)} x {height} x {width}, {prediction.Label}");
